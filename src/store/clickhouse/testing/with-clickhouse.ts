import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { IS_QUICK } from '../../../../test/depth.ts'
import { CLICKHOUSE_LIMITS } from '../defaults.ts'
import { EmbeddedServer } from '../embedded-server.ts'
import { openClickHouse } from '../open-clickhouse.ts'
import type { ClickHouse } from '../open-clickhouse.ts'

/** An external server to run the store suites on as well, such as `http://default:secret@127.0.0.1:8123`. */
const EXTERNAL = process.env['NOROSHI_TEST_CLICKHOUSE']

/**
 * A suite that runs over the embedded ClickHouse, with a data folder of its own; over the same engine as a server somewhere, reached by a
 * URL with user, password and database; and over a real external one where there is one.
 */
export function describeWithClickHouse(name: string, body: (store: () => ClickHouse, folder: () => string) => void): void {
  describe(`${name} (embedded)`, () => {
    overStore(async folder => openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') }), body)
  })
  describe.skipIf(IS_QUICK)(`${name} (a server by its URL)`, () => {
    let server: EmbeddedServer | undefined
    overStore(async folder => {
      server = await EmbeddedServer.start(join(folder, 'server'), join(folder, 'run'), CLICKHOUSE_LIMITS)
      return openClickHouse({ kind: 'external', url: await urlOfNewDatabase(server) })
    }, body)
    afterAll(() => server?.stop())
  })
  describe.runIf(EXTERNAL !== undefined)(`${name} (external server in NOROSHI_TEST_CLICKHOUSE)`, () => {
    overStore(async () => openClickHouse({ kind: 'external', url: EXTERNAL ?? '' }), body)
  })
}

/** With user, password and database. */
async function urlOfNewDatabase(server: EmbeddedServer): Promise<string> {
  const url = `http://default:${server.password}@127.0.0.1:${await server.port()}`
  const { client, close } = await openClickHouse({ kind: 'external', url })
  await client.command({ query: 'CREATE DATABASE noroshi' })
  await close()
  return `${url}/noroshi`
}

function overStore(open: (folder: string) => Promise<ClickHouse>, body: (store: () => ClickHouse, folder: () => string) => void): void {
  let folder = ''
  let store: ClickHouse | undefined
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'noroshi-clickhouse-'))
    store = await open(folder)
  })
  afterAll(async () => {
    await store?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  body(() => {
    if (store === undefined) throw new Error('the store is not open')
    return store
  }, () => folder)
}
