import { ApiError } from './api-error.ts'

/** Where the API lives, below the address of the console. */
export const API = '/api/v1'

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as it is. */
  readonly bytes?: Blob
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Asks the API and reads its JSON. The types of answers follow the served OpenAPI document. @throws {ApiError} */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const text = await (await send(path, options)).text()
  return JSON.parse(text === '' ? 'null' : text)
}

/** The same for an answer that is bytes. @throws {ApiError} */
export async function requestBytes(path: string, options: RequestOptions = {}): Promise<Uint8Array> {
  return new Uint8Array(await (await send(path, options)).arrayBuffer())
}

/** A path with those parameters that have a value. */
export function withParameters(path: string, parameters: Readonly<Record<string, string | number | null | undefined>>): string {
  const set = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}`
}

/** Proves to the server that a changing request comes from this page; known once the session is. */
export function setCsrf(token: string): void {
  csrf = token
}

let csrf = ''

async function send(path: string, { method = 'GET', json, bytes, headers = {}, signal }: RequestOptions): Promise<Response> {
  const response = await fetch(`${API}${path}`, {
    method,
    headers: {
      'Accept-Language': document.documentElement.lang,
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(bytes === undefined ? {} : { 'Content-Type': 'application/octet-stream' }),
      ...(method === 'GET' || csrf === '' ? {} : { 'X-Noroshi-CSRF': csrf }),
      ...headers,
    },
    body: bytes ?? (json === undefined ? null : JSON.stringify(json)),
    signal: signal ?? null,
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw ApiError.unreachable(error)
  })
  if (!response.ok) throw await ApiError.of(response)
  return response
}
