import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { BODY_FILE_HEADER } from './child/body-file.ts'
import { CLICKHOUSE_LIMITS, OLDEST_RELEASE, REQUEST_TIMEOUT_MS } from './defaults.ts'
import type { ClickHouseLimits } from './defaults.ts'
import { EmbeddedServer } from './embedded-server.ts'
import { GIVES_WAY } from './precedence.ts'
import { NoroshiError, messageOf } from '../../platform/noroshi-error.ts'
import { ServerAgent } from './server-agent.ts'
import { quotedName } from './sql/literals.ts'
import { storeErrorOf } from './store-error.ts'
import { keepExceptionsWhole } from './whole-exception.ts'

/** Which ClickHouse: our own in a child process, or a server somewhere. */
export type ClickHouseOptions =
  | {
    readonly kind: 'embedded'
    /** The data: one process at a time. */
    readonly folder: string
    /** Where pid file, pipes and spool files of the process lie. */
    readonly runFolder: string
    readonly limits?: Partial<ClickHouseLimits>
  }
  /** `http://user:password@host:8123/database`, of a database that is Noroshi's alone. */
  | { readonly kind: 'external'; readonly url: string }

/** A file with rows, in the order of the columns. */
export interface FileInsert {
  readonly table: string
  readonly columns: readonly string[]
  readonly path: string
  readonly format: 'RowBinary' | 'Native' | 'JSONEachRow'
  /** Of the insert alone. */
  readonly settings?: ClickHouseSettings
}

/** An open ClickHouse; callers cannot tell which. */
export interface ClickHouse {
  readonly kind: 'embedded' | 'external'
  readonly client: ClickHouseClient
  readonly version: string
  /**
   * Inserts the rows of a file: all of them are there when this settles. The fastest way in; the embedded engine reads the file itself.
   *
   * @throws {NoroshiError} `store-refused`, `disk-full`, `store-unavailable`.
   */
  insertFile(insert: FileInsert): Promise<void>
  close(): Promise<void>
}

/**
 * Opens ClickHouse, starting the embedded one where that is asked for. Should its process die, it is started again, and requests wait
 * for it meanwhile; those under way fail.
 *
 * @throws {NoroshiError} `child-start-failed`, `child-busy`, `store-unavailable`; of a server `event-store-refused`, `event-store-mismatch`.
 */
export async function openClickHouse(options: ClickHouseOptions): Promise<ClickHouse> {
  return options.kind === 'embedded' ? openEmbedded(options) : openExternal(options)
}

/** Errors are thrown, and told where they are caught: the client's own log would tell them again, with the query. */
const COMMON = { request_timeout: REQUEST_TIMEOUT_MS, log: { level: ClickHouseLogLevel.OFF } } as const

type EmbeddedOptions = Extract<ClickHouseOptions, { kind: 'embedded' }>

async function openEmbedded({ folder, runFolder, limits }: EmbeddedOptions): Promise<ClickHouse> {
  const allLimits = { ...CLICKHOUSE_LIMITS, ...limits }
  const server = await EmbeddedServer.start(resolve(folder), resolve(runFolder), allLimits)
  const client = createClient({
    // The agent knows the port.
    url: 'http://127.0.0.1',
    username: 'default',
    password: server.password,
    http_agent: new ServerAgent(server),
    ...COMMON,
  })
  const insertFile = async (insert: FileInsert) => {
    await client.command({
      query: insertStatement(insert),
      clickhouse_settings: { ...GIVES_WAY, ...insert.settings },
      http_headers: { [BODY_FILE_HEADER]: encodeURIComponent(resolve(insert.path)) },
    })
  }
  const close = async () => {
    await client.close()
    await server.stop()
  }
  return opened('embedded', client, insertFile, close)
}

async function openExternal(options: Extract<ClickHouseOptions, { kind: 'external' }>): Promise<ClickHouse> {
  const { kind, url } = options
  const client = createClient({
    url,
    ...COMMON,
    max_open_connections: CLICKHOUSE_LIMITS.querySessions,
    use_multipart_params_auto: true,
  })
  const insertFile = async (insert: FileInsert) => {
    const { stream } = await client.exec({
      query: insertStatement(insert),
      clickhouse_settings: { ...GIVES_WAY, ...insert.settings },
      values: createReadStream(insert.path),
    })
    await finished(stream.resume())
  }
  const { protocol, host } = new URL(url)
  const store = await opened(kind, client, insertFile, () => client.close()).catch((cause: unknown) => {
    // Without the password.
    throw new NoroshiError('event-store-refused', `ClickHouse at ${protocol}//${host} does not let us in: ${messageOf(cause)}`, { cause })
  })
  if (isOlder(store.version)) {
    await store.close()
    throw new NoroshiError('event-store-mismatch', `this is ClickHouse ${store.version}; ${OLDEST_RELEASE.join('.')} or later is needed`)
  }
  return store
}

async function opened(
  kind: ClickHouse['kind'],
  client: ClickHouseClient,
  insertFile: (insert: FileInsert) => Promise<void>,
  close: () => Promise<void>,
): Promise<ClickHouse> {
  keepExceptionsWhole(client)
  try {
    const result = await client.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' })
    const [row] = await result.json<{ version: string }>()
    if (row === undefined) throw new Error('it does not answer as ClickHouse does')
    return { kind, client, version: row.version, insertFile: insert => insertFile(insert).catch(failed), close }
  } catch (error) {
    await close()
    throw storeErrorOf(error)
  }
}

function isOlder(version: string): boolean {
  const [year = 0, month = 0] = version.split('.').map(Number)
  return year < OLDEST_RELEASE[0] || (year === OLDEST_RELEASE[0] && month < OLDEST_RELEASE[1])
}

function failed(error: unknown): never {
  throw storeErrorOf(error)
}

function insertStatement({ table, columns, format }: FileInsert): string {
  return `INSERT INTO ${quotedName(table)} (${columns.map(quotedName).join(', ')}) FORMAT ${format}`
}
