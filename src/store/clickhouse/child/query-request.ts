import { randomUUID } from 'node:crypto'
import { EngineException } from '../engine-exception.ts'

/** A request to the HTTP interface, read from its URL. */
export interface QueryRequest {
  readonly queryId: string
  /** The statement in the URL; then the body is data. Otherwise the body begins with the statement. */
  readonly query: string | null
  readonly database: string | null
  readonly defaultFormat: string | null
  readonly settings: ReadonlyMap<string, string>
  readonly parameters: ReadonlyMap<string, string>
}

/** Belong to the transport, not to the engine; how we answer fits all of their values. */
const TRANSPORT_SETTINGS = new Set([
  'wait_end_of_query', 'buffer_size', 'send_progress_in_http_headers', 'http_headers_progress_interval_ms', 'enable_http_compression',
  'http_zlib_compression_level', 'http_response_buffer_size', 'http_response_headers', 'http_write_exception_in_output_format',
  'http_make_head_request', 'cancel_http_readonly_queries_on_client_close', 'compress', 'decompress', 'user', 'password', 'quota_key',
  'client_protocol_version', 'add_http_cors_header', 'log_comment',
])

const REFUSED = new Map([
  ['session_id', 'Sessions are not supported: each request stands alone'],
  ['role', 'Roles are not supported: there is one user'],
])

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Reads `query`, `database`, `default_format`, `query_id`, `param_*` and settings.
 *
 * @throws {EngineException} for what cannot be served.
 */
export function readQueryRequest(method: string, search: URLSearchParams, headers: NodeJS.Dict<string | string[]>): QueryRequest {
  const settings = new Map<string, string>()
  const parameters = new Map<string, string>()
  for (const [key, value] of search) {
    const refused = REFUSED.get(key)
    if (refused !== undefined) throw new EngineException(48, 'NOT_IMPLEMENTED', refused)
    if (!NAME.test(key)) throw new EngineException(115, 'UNKNOWN_SETTING', `${key} is not the name of a setting`)
    if (key.startsWith('param_')) parameters.set(key.slice('param_'.length), value)
    else if (!OWN.has(key) && !TRANSPORT_SETTINGS.has(key)) settings.set(key, value)
  }
  // What comes by GET changes nothing.
  if (method !== 'POST' && !settings.has('readonly')) settings.set('readonly', '2')
  const database = search.get('database') ?? oneOf(headers['x-clickhouse-database'])
  return {
    queryId: search.get('query_id') || oneOf(headers['x-clickhouse-query-id']) || randomUUID(),
    query: search.get('query'),
    database: database === '' ? null : database,
    defaultFormat: search.get('default_format') ?? oneOf(headers['x-clickhouse-format']),
    settings,
    parameters,
  }
}

const OWN = new Set(['query', 'database', 'default_format', 'query_id'])

function oneOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? header : null
}
