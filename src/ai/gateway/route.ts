import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Application } from './application.ts'

/** Something else that applications reach at the gateway, with the same keys, rates and records. */
export interface GatewayRoute {
  answers(path: string): boolean
  /** Answers a request whose application is known. @throws Error for what is answered as an upstream that failed */
  answer(request: IncomingMessage, response: ServerResponse, application: Application): Promise<void>
}
