import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { OUTPUT_SCHEMAS } from '../src/cli/output-schemas.ts'
import { openDataFolder } from '../src/platform/data-folder.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { IS_QUICK } from './depth.ts'

const LOG = 'Nov 22 12:00:00 host sshd[1]: Accepted password for root\n'

/** A folder with evidence, and how to run commands on a data folder in it. */
function site() {
  const cwd = temporaryFolder({ 'in/a.log': LOG, 'in/b.log': 'another\n' })
  writeFileSync(join(cwd, 'in/a.log.gz'), gzipSync(LOG))
  const data = join(cwd, 'data')
  const run = (...args: string[]) => runNoroshi([...args, '--data', data], { cwd })
  const json = async (schema: keyof typeof OUTPUT_SCHEMAS, ...args: string[]) => {
    const { code, stdout } = await run(...args, '--json')
    return { code, ...OUTPUT_SCHEMAS[schema].parse(JSON.parse(stdout)) }
  }
  return { cwd, data, run, json }
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}

describe.skipIf(IS_QUICK)('noroshi evidence', () => {
  test('takes files in, shows them, holds, exports, deletes and verifies them', async () => {
    const { cwd, run, json } = site()
    symlinkSync('/nowhere', join(cwd, 'in/link'))
    const [log, other] = [sha256(LOG), sha256('another\n')]
    expect(await json('evidence-add', 'evidence', 'add', 'in', '--actor', 'alice')).toMatchObject({
      code: 1,
      received: [
        { path: join(cwd, 'in/a.log'), blob: log, bytes: LOG.length, members: 1 }, { path: join(cwd, 'in/a.log.gz'), members: 1 },
        { path: join(cwd, 'in/b.log'), blob: other },
      ],
      errors: [{ path: join(cwd, 'in/link') }],
    })
    expect(await json('evidence-list', 'evidence', 'list')).toMatchObject({ blobs: [
      { blob: log, receipts: [{ path: join(cwd, 'in/a.log'), actor: 'alice' }], members: [{ evidence: log, path: '' }], hold: null, deleted: null },
      { members: [{ evidence: log, path: '' }] },
      { blob: other },
    ] })
    expect((await run('evidence', 'hold', other.slice(0, 8), '--reason', 'court')).code).toBe(0)
    expect(await run('evidence', 'delete', other, '--reason', 'space')).toMatchObject({ code: 1, stderr: expect.stringContaining('is on hold by') })
    expect(await run('reset', '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('court') })
    expect((await run('evidence', 'release', other, '--reason', 'settled')).code).toBe(0)
    expect(await json('evidence-change', 'evidence', 'delete', other, '--reason', 'space')).toMatchObject({ blobs: [other], kept: [] })
    expect((await run('evidence', 'export', log, 'out.log')).code).toBe(0)
    expect(readFileSync(join(cwd, 'out.log'), 'utf8')).toBe(LOG)
    expect(await run('evidence', 'export', log, 'out.log')).toMatchObject({ code: 1, stderr: expect.stringContaining('not there yet') })
    const { history } = { history: [], ...await json('evidence-show', 'evidence', 'show', other) }
    expect(history.map(({ action }: { action: string }) => action)).toEqual(['received', 'identified', 'held', 'released', 'deleted'])
    expect(await json('evidence-verify', 'evidence', 'verify')).toMatchObject({ code: 0, sound: true, blobs: 2, problems: [] })
    expect(await run('evidence', 'show', log)).toMatchObject({ code: 0, stdout: expect.stringContaining('exported') })
    expect(await run('evidence', 'show', '../..')).toMatchObject({ code: 2, stderr: expect.stringContaining('evidence list') })
  })

  test('finds what was changed, and says where', async () => {
    const { data, cwd, run } = site()
    await run('evidence', 'add', 'in/b.log')
    const blob = sha256('another\n')
    const path = join(data, 'evidence', blob.slice(0, 2), blob.slice(2, 4), blob)
    chmodSync(path, 0o600)
    writeFileSync(path, 'anothep\n')
    const { code, stdout } = await runNoroshi(['evidence', 'verify', data], { cwd })
    expect([code, stdout]).toEqual([1, expect.stringContaining(`blob-damaged  ${blob}`)])
  })
})

describe.skipIf(IS_QUICK)('noroshi reset', () => {
  test('asks, and deletes only for the folder\'s name', async () => {
    const { cwd, data } = site()
    openDataFolder(data).close()
    for (const input of ['', 'dat\n']) {
      expect(await runNoroshi(['reset', '--data', data], { cwd, input })).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was deleted') })
      expect(existsSync(data)).toBe(true)
    }
    expect((await runNoroshi(['reset'], { cwd, input: 'data\n', env: { NOROSHI_DATA: data } })).code).toBe(0)
    expect(readdirSync(cwd)).toEqual(['in'])
  })

  test('refuses a folder in use', async () => {
    const { cwd, data } = site()
    const held = openDataFolder(data)
    onTestFinished(() => held.close())
    const { code, stderr } = await runNoroshi(['reset', '--yes', '--data', data], { cwd })
    expect([code, stderr]).toEqual([1, expect.stringContaining(`by process ${process.pid}`)])
  })
})
