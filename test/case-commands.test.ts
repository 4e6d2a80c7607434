import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { CASE_SCHEMAS } from '../src/cli/case-schema.ts'
import { IS_QUICK } from './depth.ts'
import { placeMadeData } from './made-data.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const rule = (level: string) => `title: Evil name
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11
logsource: {category: test}
detection: {selection: {name: evil}, condition: selection}
level: ${level}
`
const line = (fields: object) => `${JSON.stringify(fields)}\n`
const FILES = {
  'events.json': line({ time: '2026-01-01T00:00:00Z', name: 'evil', Computer: 'pc1' }) + line({ time: '2026-02-01T00:00:00Z', name: 'evil', Computer: 'pc2' }),
  'earlier.json': line({ time: '2025-12-31T23:00:00Z', name: 'evil', Computer: 'pc1' }),
  'rules/a.yml': rule('high'),
  'others/b.yml': rule('high').replaceAll('vil', 'lse').replace('5a1f', '6a1f'),
}

/** Each start of the engines takes seconds, on a busy machine many. */
const LIMIT_MS = 600_000

describe.skipIf(IS_QUICK)('noroshi case', () => {
  test('lists, judges, tells and takes back; a decision follows its match into another case, and waits where nothing holds it', async () => {
    const folder = temporaryFolder(FILES)
    const rules = ['--rules', join(folder, 'rules')]
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await runNoroshi([...args, '--data', join(folder, 'data')])
      expect([code, stderr.includes('→')], stderr).toEqual([0, false])
      return stdout
    }
    const lines = async <T>(schema: z.ZodType<T>, ...args: string[]): Promise<T[]> =>
      (await run(...args, '--json')).split('\n').filter(text => text !== '').map(text => schema.parse(JSON.parse(text)))
    const list = async (...args: string[]) => lines(CASE_SCHEMAS['case-list'], 'case', 'list', ...args)

    await placeMadeData(join(folder, 'data'))
    await run('ingest', join(folder, 'events.json'), ...rules)
    const [first, second] = await list()
    expect([first, second]).toMatchObject([{ priority: 32, status: 'new', verdict: null }, { priority: 32 }])
    const pc1 = [first!, second!].find(({ entities }) => entities.some(({ value }) => value === 'pc1'))!

    const decided = await lines(CASE_SCHEMAS.decision, 'case', 'decide', pc1.id.slice(0, 12), '--verdict', 'benign', '--owner', 'ann', '--note', '計画された試験', '--actor', 'ann')
    expect(decided).toMatchObject([{ kind: 'verdict', value: 'benign', person: 'ann' }, { kind: 'owner', value: 'ann' }, { kind: 'note' }])
    expect(await list('--owner', 'ann')).toMatchObject([{ id: pc1.id, priority: 0, derivedPriority: 32, verdict: 'benign', notes: 1 }])

    // An earlier event lets the case begin earlier: it has another id, and what was entered is on it.
    await run('ingest', join(folder, 'earlier.json'), ...rules)
    const [shown] = await lines(CASE_SCHEMAS['case-show'], 'case', 'show', pc1.id)
    expect(shown).toMatchObject({ verdict: 'benign', owner: 'ann', notes: 1, derivedPriority: 32, case: { priority: 32 } })
    expect(shown!.case.id).not.toBe(pc1.id)
    expect(shown!.case.explanation.text.en.confidence).toContain('none with a verdict')

    // Of another rule set, nothing is left to show it on; with the rules it comes back.
    await run('rerun', '--all', '--rules', join(folder, 'others'))
    expect((await lines(CASE_SCHEMAS.decision, 'case', 'list', '--without-evidence')).map(({ id }) => id)).toEqual(decided.map(({ id }) => id).reverse())
    await run('rerun', '--all', ...rules)
    await lines(CASE_SCHEMAS.decision, 'case', 'undo', String(decided[0]!.id), '--actor', 'bob')
    expect(await lines(CASE_SCHEMAS.decision, 'case', 'history', pc1.id)).toMatchObject([
      { kind: 'withdrawal', person: 'bob', value: String(decided[0]!.id) }, { kind: 'note' }, { kind: 'owner' }, { kind: 'verdict', withdrawnBy: expect.any(Number) },
    ])
    expect(await run('case', 'show', shown!.case.id, '--lang', 'ja')).toMatch(/優先度 32、?.*ann[^]*決定[^]*計画された試験/)
  }, LIMIT_MS)
})
