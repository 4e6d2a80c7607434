import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { runNoroshi } from '../../../test/run-noroshi.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { CLICKHOUSE_LIMITS } from './defaults.ts'
import { EmbeddedServer } from './embedded-server.ts'
import { openClickHouse } from './open-clickhouse.ts'

function open(url: string | URL): Promise<unknown> {
  return openClickHouse({ kind: 'external', url: String(url) })
}

describe('a ClickHouse by its URL', () => {
  test('that is not there is refused with its reason and without the password', async () => {
    const refused = await open('http://someone:secret@127.0.0.1:1/database').catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'event-store-refused', message: expect.stringMatching(/^ClickHouse at http:\/\/127\.0\.0\.1:1 does not let us in: .*ECONNREFUSED/) })
    expect(refused).toMatchObject({ mend: expect.stringMatching(/clickhouse\.url/), message: expect.not.stringMatching(/secret/) })
  })

  test.each([
    ['<html>Hello</html>', 'event-store-refused', /does not let us in/],
    ['{"version":"24.3.1.5"}\n', 'event-store-mismatch', /^this is ClickHouse 24\.3\.1\.5; 26\.4 or later is needed$/],
  ])('that answers %j is refused', async (answer, code, message) => {
    const server = createServer((_, response) => response.end(answer)).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await expect(open(`http://default:x@127.0.0.1:${port}`)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    server.close()
    server.closeAllConnections()
  })
})

describe.skipIf(IS_QUICK)('a ClickHouse by its URL, where it runs,', () => {
  let folder = ''
  let server: EmbeddedServer
  let url: URL

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'noroshi-external-'))
    server = await EmbeddedServer.start(join(folder, 'server'), join(folder, 'run'), CLICKHOUSE_LIMITS)
    url = new URL(`http://default:${server.password}@127.0.0.1:${await server.port()}/default`)
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const changed = (part: 'username' | 'password' | 'pathname', to: string) => Object.assign(new URL(url), { [part]: to })

  test.each([
    ['username', 'other', /AUTHENTICATION_FAILED/],
    ['password', 'other', /AUTHENTICATION_FAILED/],
    ['pathname', '/other', /UNKNOWN_DATABASE/],
  ] as const)('refuses another %s, and says so', async (part, to, why) => {
    await expect(open(changed(part, to))).rejects.toMatchObject({ code: 'event-store-refused', message: expect.stringMatching(why) })
  })

  test('is what doctor tries, and what it tells what to do about', async () => {
    const examine = async (clickhouse: URL) => {
      const cwd = temporaryFolder({ 'noroshi.yaml': `clickhouse: {url: "${clickhouse}"}\n` })
      const { stdout } = await runNoroshi(['doctor', '--dry', '--json'], { cwd })
      const { checks } = JSON.parse(stdout) as { checks: { check: string; state: string; message: string; mend: string | null }[] }
      return checks.find(({ check }) => check === 'clickhouse')
    }
    expect(await examine(url)).toMatchObject({ state: 'ok', message: expect.stringMatching(/\(external\) wrote and read/), mend: null })
    expect(await examine(changed('password', 'wrong'))).toMatchObject({
      state: 'failed', message: expect.stringMatching(/does not let us in: .*AUTHENTICATION_FAILED/), mend: expect.stringMatching(/^check clickhouse\.url in noroshi\.yaml/),
    })
  })
})
