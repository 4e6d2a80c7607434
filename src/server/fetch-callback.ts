import type { Http2Bindings, HttpBindings } from '@hono/node-server'

/** What is known of the connection a request came by; nothing in a test without one. */
export type Connection = HttpBindings | Http2Bindings

/** From a request to its answer. */
export type FetchCallback = (request: Request, connection: Connection) => Response | Promise<Response>
