import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { userListSchema } from '../src/cli/user-schema.ts'
import { byDepth } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { analyzed, ingested } from './stored-run.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { signIn, up } from './up-process.ts'

const ROOT = join(import.meta.dirname, '..')
const MAIN = join(ROOT, 'src/cli/main.ts')
const EXAMPLE = join(ROOT, 'examples/1-database-to-domain')
const LIMIT_MS = 600_000

// Starts the program and both engines: not at the quick depth.
describe.skipIf(byDepth(true, false, false))('noroshi up', () => {
  test('lets people in by its link, does the commands of others, stops in order, and holds everything at the next start', async () => {
    const data = join(temporaryFolder(), 'data')
    const first = await up(data, '--listen', '127.0.0.1:0')
    try {
      const cookie = await signIn(first)
      const get = async (path: string) => (await fetch(`${first.origin}/api/v1${path}`, { headers: { cookie } })).json() as Promise<{ items: { id: string }[] }>
      expect((await get('/cases')).items).toEqual([])
      expect(statSync(join(data, 'run/noroshi.sock')).mode & 0o777).toBe(0o600)

      expect(await ingested(data, [EXAMPLE])).toEqual(await analyzed([EXAMPLE]))
      expect(await get('/cases')).toMatchObject({ items: [{ id: expect.any(String) }, {}] })
      const hunt = await runNoroshi(['hunt', '* | count by _dataset', '--json', '--data', data])
      expect([hunt.code, hunt.stdout]).toEqual([0, expect.stringContaining('windows.security')])
      const refused = await runNoroshi(['sql', 'DROP TABLE events', '--data', data])
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('SELECT')])
      const relative = await runNoroshi(['evidence', 'add', 'README.md', '--data', data, '--json'], { cwd: ROOT })
      expect(JSON.parse(relative.stdout)).toMatchObject({ received: [{ path: join(ROOT, 'README.md') }] })
      expect((await runNoroshi(['evidence', 'verify', '--data', data])).code).toBe(0)
      // A reader that goes away harms nobody.
      const reader = spawn(process.execPath, [MAIN, 'sql', 'SELECT * FROM events', '--data', data], { stdio: ['ignore', 'pipe', 'ignore'] })
      await once(reader.stdout, 'data')
      reader.kill('SIGKILL')

      const looked = await runNoroshi(['doctor', '--data', data])
      expect([looked.code, looked.stdout.match(/^✓ (?:data|clickhouse|postgres) .*/gm)]).toEqual([0, [
        expect.stringContaining('in use by noroshi up, as it should be'), expect.stringContaining('noroshi up reads from it'), expect.stringContaining('noroshi up reads from it'),
      ]])

      const added = await runNoroshi(['user', 'add', 'rei', '--role', 'lead', '--data', data, '--lang', 'ja'])
      expect(added.stdout).toContain(`${first.origin}/sign-in#token=`)
      expect((await runNoroshi(['user', 'add', 'rei', '--data', data])).code).toBe(1)
      const rei = await signIn({ ...first, token: added.stdout.split('#token=')[1]!.trim() })
      expect((await fetch(`${first.origin}/api/v1/audit`, { headers: { cookie: rei } })).status).toBe(200)
      await runNoroshi(['user', 'disable', 'rei', '--data', data])
      expect((await fetch(`${first.origin}/api/v1/audit`, { headers: { cookie: rei } })).status).toBe(401)
      expect((await runNoroshi(['user', 'disable', 'admin', '--data', data])).stderr).toContain('last administrator')
    } finally {
      expect(await first.stop()).toBe(0)
    }
    const { users } = userListSchema.parse(JSON.parse((await runNoroshi(['user', 'list', '--json', '--data', data])).stdout))
    expect(users.map(({ name, disabled }) => [name, disabled])).toEqual([['admin', false], ['rei', true]])

    const second = await up(data, '--listen', '127.0.0.1:0')
    try {
      const cookie = await signIn(second)
      const cases = await (await fetch(`${second.origin}/api/v1/cases`, { headers: { cookie } })).json() as { items: unknown[] }
      expect(cases.items.length).toBeGreaterThan(0)
      // Killed at once, it leaves a folder that the next command opens.
      expect(await second.stop('SIGKILL')).toBe(null)
      expect((await runNoroshi(['status', '--verify', '--data', data])).code).toBe(0)
    } finally {
      await second.stop('SIGKILL')
    }
  }, LIMIT_MS)

  test('takes rules that are added and removed beside it at once', async () => {
    const rule = 'title: Beacon\nid: 5d1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c01\nlogsource: {category: test}\ndetection: {selection: {name: beacon}, condition: selection}\nlevel: high\n'
    const event = (second: number) => `{"name":"beacon","time":"2026-01-01T00:00:0${second}Z"}\n`
    const folder = temporaryFolder({ 'mine/beacon.yml': rule, '0.json': event(0), '1.json': event(1), '2.json': event(2) })
    const data = join(folder, 'data')
    const server = await up(data, '--listen', '127.0.0.1:0')
    try {
      const noroshi = async (...args: string[]) => runNoroshi([...args, '--data', data], { cwd: folder })
      const matches = async () => Number((JSON.parse((await noroshi('sql', 'SELECT toString(count()) AS n FROM matches')).stdout) as { n: string }).n)
      expect((await noroshi('ingest', '0.json')).code).toBe(0)
      expect(await matches()).toBe(0)
      const added = await noroshi('rules', 'add', 'mine', '--yes', '--lang', 'en')
      expect([added.code, added.stdout]).toEqual([0, expect.stringContaining('"mine" is in place with 1 rules.\nThe running server uses the rules as they are now;')])
      expect((await noroshi('ingest', '1.json')).code).toBe(0)
      expect(await matches()).toBe(1)
      const removed = await noroshi('rules', 'remove', 'mine', '--lang', 'ja')
      expect([removed.code, removed.stdout]).toEqual([0, expect.stringContaining('「mine」を取り除きました。\n稼働中のサーバーは、現在のルールを使っています。')])
      expect((await noroshi('ingest', '2.json')).code).toBe(0)
      expect(await matches()).toBe(1)
      expect((await noroshi('rules', 'remove', 'mine')).code).toBe(2)
    } finally {
      expect(await server.stop()).toBe(0)
    }
  }, LIMIT_MS)

  test('serves any other address over TLS, with a certificate it makes and names', async () => {
    const data = join(temporaryFolder(), 'data')
    const server = await up(data, '--listen', '0.0.0.0:0')
    try {
      expect(server.origin).toMatch(/^https:/)
      expect(server.lines.join('\n')).toMatch(/SHA-256: (?:[0-9A-F]{2}:){31}[0-9A-F]{2}/)
      const { code, stdout } = await runCurl(['-sik', `${server.origin}/api/v1/healthz`])
      expect([code, stdout]).toEqual([0, expect.stringContaining('strict-transport-security: max-age=')])
      expect((await runCurl(['-s', `${server.origin.replace('https', 'http')}/api/v1/healthz`])).code).not.toBe(0)
    } finally {
      expect(await server.stop('SIGINT')).toBe(0)
    }
  }, LIMIT_MS)
})

function runCurl(args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('curl', args, { stdio: ['ignore', 'pipe', 'ignore'] })
    let stdout = ''
    child.stdout.on('data', (block: Buffer) => { stdout += block.toString() })
    child.once('error', reject).once('close', code => resolve({ code, stdout }))
  })
}
