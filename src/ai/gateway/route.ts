import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Application } from './application/application.ts'

/** Something else that applications reach at the gateway, with the same keys, rates and records. */
export interface GatewayRoute {
  answers(path: string): boolean
  /** Answers a request whose application is known. @throws Error for what is answered as an upstream that failed */
  answer(request: IncomingMessage, response: ServerResponse, application: Application): Promise<void>
  /** Takes a connection over that is to speak otherwise than HTTP (RFC 9110, 7.8). @param head what has come already */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer, application: Application): Promise<void>
  /** Ends what would go on for ever. */
  close?(): void
}
