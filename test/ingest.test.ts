import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { byDepth } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { analyzed, expectSettled, ingested, rerun, statusOf } from './stored-run.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { describeWithData, testFiles } from './test-data.ts'

const EXAMPLES = join(import.meta.dirname, '../examples')

/** Each start of the engines takes seconds, on a busy machine many. */
const LIMIT_MS = 600_000

const RULE = `title: Evil name
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11
logsource: {category: test}
detection: {selection: {name: evil}, condition: selection}
level: high
`
const line = (fields: object) => `${JSON.stringify(fields)}\n`
const FILES = {
  'events.json': line({ time: '2026-01-01T00:00:00Z', name: 'evil', Computer: 'pc1' }) + line({ name: 'good' }) + '{"broken": \n' + line({ name: 'evil' }),
  'rules/a.yml': RULE,
}

describe('ingest', () => {
  test('stores what analyze would tell, says what could not be read, and is found by hunt', async () => {
    const folder = temporaryFolder(FILES)
    const [data, events, rules] = [join(folder, 'data'), join(folder, 'events.json'), ['--rules', join(folder, 'rules')]]
    const { code, stdout } = await runNoroshi(['ingest', events, ...rules, '--lang', 'en', '--data', data])
    expect(code).toBe(1)
    expect(stdout).toMatch(/Events 3 in 1 pieces of evidence · findings 2 · cases \d\nNot everything could be read/)
    const hunted = await runNoroshi(['hunt', '_rule:* and name:evil', '--json', '--data', data])
    expect(hunted.stdout.trimEnd().split('\n').map(text => JSON.parse(text) as unknown)).toMatchObject([
      { path: events, record: 0, time: '2026-01-01T00:00:00.000000Z', fields: { name: 'evil' } }, { path: events, record: 3, time: null },
    ])
  }, LIMIT_MS)
})

// Each start of the engines takes seconds: at the quick depth the test above has to do.
describe.skipIf(byDepth(true, false, false))('ingest, on the examples', () => {
  test('gives the findings and cases of analyze, and again, renamed, packed and in another order adds nothing', async () => {
    const folder = temporaryFolder({ 'rules/a.yml': RULE })
    const data = join(folder, 'data')
    const expected = await analyzed([EXAMPLES])
    expect(await ingested(data, [EXAMPLES])).toEqual(expected)
    const before = await expectSettled(data, expected)

    const copies = packedCopies(exampleFiles(), folder)
    expect(await ingested(data, [...copies, EXAMPLES])).toEqual(expected)
    expect(await statusOf(data)).toMatchObject({ evidence: before.evidence, chunks: before.chunks, loads: before.loads })
    expect(await ingested(data, [])).toEqual(expected)

    // Other rules, and back.
    const others = await rerun(data, '--rules', join(folder, 'rules'))
    expect(others).toMatchObject({ events: expected.events, matches: { count: 0 }, findings: [], cases: [] })
    expect(await rerun(data)).toEqual(expected)
    await expectSettled(data, expected)
  }, LIMIT_MS)
})

describeWithData('ingest, on real evidence', ['evtx', 'windows-json'], () => {
  const files = byDepth([], [...testFiles('evtx', '.evtx').slice(0, 30), ...testFiles('windows-json', '.json.gz').slice(0, 2)],
    [...testFiles('evtx', '.evtx'), ...testFiles('windows-json', '.json.gz')])

  test.skipIf(files.length === 0)('gives what analyze gives, in one go and in two, the oldest last', async () => {
    const data = join(temporaryFolder(), 'data')
    const expected = await analyzed(files)
    const half = files.length >> 1
    await ingested(data, files.slice(half))
    expect(await ingested(data, files.slice(0, half), '--workers', '1')).toEqual(expected)
    await expectSettled(data, expected)
  }, LIMIT_MS)
})

function exampleFiles(): string[] {
  return readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.evtx')).sort().map(name => join(EXAMPLES, name))
}

function packedCopies(files: readonly string[], folder: string): string[] {
  return files.toReversed().flatMap((file, i) => {
    const [plain, gzip, zstd] = ['plain', 'gzip', 'zstd'].map(kind => join(folder, `renamed-${i}-${kind}`)) as [string, string, string]
    copyFileSync(file, plain)
    writeFileSync(gzip, gzipSync(readFileSync(file)))
    writeFileSync(zstd, zstdCompressSync(readFileSync(file)))
    return [plain, gzip, zstd]
  })
}
