import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { byDepth } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { statusOf } from './stored-run.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 1_200_000
const MAIN = join(import.meta.dirname, '../src/cli/main.ts')
const EVIDENCE = Array.from({ length: 3_000 }, (_, n) => `${JSON.stringify({ time: '2026-01-01T00:00:00Z', n })}\n`).join('')

/** Starts a command and kills it when it is so far. */
async function killedWhen(args: readonly string[], isFarEnough: () => boolean, moreMs: number): Promise<void> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'ignore' })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  while (!isFarEnough() && child.exitCode === null) await sleep(5)
  await sleep(moreMs)
  child.kill('SIGKILL')
  await ended
}

// Each round starts the engines six times.
describe.skipIf(byDepth(true, true, false))('kill -9', () => {
  test('in the middle of a backup leaves the store sound and no backup; of a restore, a folder that only another restore takes', async () => {
    const folder = temporaryFolder({ 'a.json': EVIDENCE })
    const [data, backups, target] = ['data', 'backups', 'target'].map(name => join(folder, name)) as [string, string, string]
    expect((await runNoroshi(['ingest', join(folder, 'a.json'), '--rules', 'none', '--data', data])).code).toBe(0)
    const { digests } = await statusOf(data)
    for (let round = 0; round < byDepth(1, 1, 10); round++) {
      const place = join(backups, String(round))
      const objects = () => (existsSync(join(place, 'objects')) ? readdirSync(join(place, 'objects')).length : 0)
      await killedWhen(['backup', `${place}/`, '--data', data], () => objects() > round % 10, 0)
      const half = await runNoroshi(['restore', place, '--check'])
      expect([half.code, half.stderr]).toEqual([1, expect.stringContaining('holds no finished backup')])
      // On what is there the next one goes on; the store was not harmed.
      const made = await runNoroshi(['backup', `${place}/`, '--data', data, '--json'])
      expect([made.code, JSON.parse(made.stdout)]).toMatchObject([0, { organisations: [{ name: 'default', ...digests }] }])

      await killedWhen(['restore', place, '--data', target], () => existsSync(join(target, 'restoring')), round * 150)
      const status = await runNoroshi(['status', '--data', target])
      expect([status.code, status.stderr]).toEqual([1, expect.stringContaining('was interrupted')])
      expect((await runNoroshi(['restore', place, '--data', target])).code).toBe(0)
      expect(await statusOf(target)).toMatchObject({ digests, counted: digests, chunks: { done: 1, waiting: 0 } })
      const again = await runNoroshi(['restore', place, '--data', target])
      expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('empty folder only')])
      expect((await runNoroshi(['reset', '--yes', '--data', target])).code).toBe(0)
    }
    expect(await statusOf(data)).toMatchObject({ digests, counted: digests })
  }, LIMIT_MS)
})
