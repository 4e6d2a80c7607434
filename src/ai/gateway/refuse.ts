import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { DRAIN_MS, MOST_DRAINED_BYTES } from './defaults.ts'
import type { Protocol } from './protocol/protocol.ts'

/**
 * Answers with an error in the shape of a protocol. Of a request that has not come to its end the rest is read and dropped, within bounds, and the connection ends: closed at once, it would take the
 * answer from a sender who is still sending; kept, it would leave the next request waiting behind what nobody reads.
 */
export function refuse(response: ServerResponse, protocol: Pick<Protocol, 'refusal'>, status: number, reason: string, retrySeconds?: number): void {
  const body = Buffer.from(JSON.stringify(protocol.refusal(`noroshi: ${reason}`, status)))
  const headers: OutgoingHttpHeaders = { 'content-type': 'application/json', 'content-length': body.length }
  if (retrySeconds !== undefined) headers['retry-after'] = String(retrySeconds)
  const { req: request } = response
  const isUnread = !request.complete && hasBody(request)
  response.writeHead(status, isUnread ? { ...headers, connection: 'close' } : headers)
  if (!isUnread) return void response.end(body)
  response.write(body)
  drain(request, () => response.end())
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function drain(request: IncomingMessage, done: () => void): void {
  let bytes = 0
  const leave = (): void => {
    clearTimeout(timer)
    request.off('data', drop).off('end', leave).off('error', leave).off('close', leave)
    done()
  }
  const drop = (block: Buffer): void => {
    bytes += block.length
    if (bytes > MOST_DRAINED_BYTES) leave()
  }
  const timer = setTimeout(leave, DRAIN_MS)
  request.on('data', drop).once('end', leave).once('error', leave).once('close', leave).resume()
}
