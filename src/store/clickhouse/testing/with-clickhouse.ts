import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { openClickHouse } from '../open-clickhouse.ts'
import type { ClickHouse } from '../open-clickhouse.ts'

/** An external server to run the store suites on as well, such as `http://default:secret@127.0.0.1:8123`. */
const EXTERNAL = process.env['NOROSHI_TEST_CLICKHOUSE']

/** A suite that runs over the embedded ClickHouse, with a data folder of its own, and over an external one where there is one. */
export function describeWithClickHouse(name: string, body: (store: () => ClickHouse, folder: () => string) => void): void {
  describe(`${name} (embedded)`, () => {
    overStore('embedded', body)
  })
  describe.runIf(EXTERNAL !== undefined)(`${name} (external server in NOROSHI_TEST_CLICKHOUSE)`, () => {
    overStore('external', body)
  })
}

function overStore(kind: ClickHouse['kind'], body: (store: () => ClickHouse, folder: () => string) => void): void {
  let folder = ''
  let store: ClickHouse | undefined
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'noroshi-clickhouse-'))
    store = await openClickHouse(
      kind === 'embedded' ? { kind, folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') } : { kind, url: EXTERNAL ?? '' },
    )
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
