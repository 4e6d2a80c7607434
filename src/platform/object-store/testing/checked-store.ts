import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { isSigned } from './is-signed.ts'

/** A store on loopback that takes, gives, tells of and removes objects; it refuses what is not signed, or is not what was signed. */
export class CheckedStore {
  /** By their paths. */
  readonly objects = new Map<string, Buffer>()
  origin = ''
  /** Answers like one that is out of order. */
  isBroken = false

  static async open(): Promise<CheckedStore> {
    const store = new CheckedStore()
    const server = createServer((request, response) => void store.#answer(request, response))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    store.origin = `http://127.0.0.1:${address.port}`
    return store
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(request.url ?? '')
    const content = await buffer(request)
    const say = (status: number, code: string) => void response.writeHead(status).end(`<Error><Code>${code}</Code><Message>no</Message></Error>`)
    if (this.isBroken) return say(503, 'SlowDown')
    if (!isSigned(request)) return say(403, 'SignatureDoesNotMatch')
    if (createHash('sha256').update(content).digest('hex') !== request.headers['x-amz-content-sha256']) return say(400, 'XAmzContentSHA256Mismatch')
    const held = this.objects.get(path)
    if (request.method === 'PUT') this.objects.set(path, content)
    else if (held === undefined) return say(404, 'NoSuchKey')
    else if (request.method === 'DELETE') this.objects.delete(path)
    if (request.method === 'GET') return void response.writeHead(200).end(held)
    response.writeHead(request.method === 'DELETE' ? 204 : 200, request.method === 'HEAD' ? { 'content-length': held?.length ?? 0 } : {}).end()
  }
}
