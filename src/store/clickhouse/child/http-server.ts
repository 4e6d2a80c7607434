import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { HEADER_BYTES, KEEP_ALIVE_MS } from '../defaults.ts'
import { EngineException, engineExceptionOf } from '../engine-exception.ts'
import { Answer } from './answer.ts'
import type { Engine } from './engine.ts'
import { boundaryOf, formFields } from './form-body.ts'
import { readQueryRequest } from './query-request.ts'
import { readStatementBody } from './request-body.ts'
import { serveQuery } from './serve-query.ts'

/** The part of ClickHouse's HTTP interface that its JavaScript client uses, for whoever knows the password. */
export function createHttpServer(engine: Engine, password: string): Server {
  const server = createServer({ maxHeaderSize: HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS }, (message, response) => {
    void handle(engine, password, message, response)
  })
  // A large insert takes longer than Node's five minutes when the disk is slow; the engine has limits of its own.
  server.requestTimeout = 0
  return server
}

async function handle(engine: Engine, password: string, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://localhost')
  if (url.pathname === '/ping') {
    response.end('Ok.\n')
    return
  }
  let answer = new Answer(response, '')
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Error('The request was aborted'))
  })
  try {
    if (!isAllowed(message, password)) throw new EngineException(516, 'AUTHENTICATION_FAILED', 'Authentication failed')
    if (url.pathname !== '/') throw new EngineException(48, 'NOT_IMPLEMENTED', `There is nothing at ${url.pathname}`)
    const boundary = boundaryOf(message.headers['content-type'])
    if (boundary !== null) for (const [name, value] of formFields(await readStatementBody(message), boundary)) url.searchParams.set(name, value)
    const request = readQueryRequest(message.method ?? 'GET', url.searchParams, message.headers)
    answer = new Answer(response, request.queryId)
    await serveQuery(engine, request, message, answer, gone.signal)
  } catch (error) {
    engine.mind(engineExceptionOf(error))
    if (response.destroyed) return
    // What is left of the body belongs to no request.
    if (!message.complete) response.shouldKeepAlive = false
    answer.fail(error)
  }
}

/** The one there is. */
const USER = 'default'

function isAllowed(message: IncomingMessage, password: string): boolean {
  const [scheme, credentials = ''] = (message.headers.authorization ?? '').split(' ')
  const [user, given] = scheme === 'Basic'
    ? Buffer.from(credentials, 'base64').toString().split(':')
    : [message.headers['x-clickhouse-user'], message.headers['x-clickhouse-key']]
  if (user !== USER || typeof given !== 'string') return false
  return timingSafeEqual(digestOf(given), digestOf(password))
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
