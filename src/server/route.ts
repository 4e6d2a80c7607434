import type { z } from '@hono/zod-openapi'
import type { PersonAccess, PublicAccess } from './access.ts'
import type { Asked, Visit } from './context.ts'

type Shape = z.ZodObject

/** What a route takes and answers. The document of the API is made of this, and so is the check of every request. */
export interface RouteDescription<Params extends Shape, Query extends Shape, Headers extends Shape, Body extends z.ZodType, Answer extends z.ZodType> {
  readonly method: 'get' | 'post' | 'patch' | 'delete'
  /** Below `/api/v1`: `/cases/{id}`. */
  readonly path: `/${string}`
  /** One sentence. */
  readonly summary: string
  readonly params?: Params
  readonly query?: Query
  readonly headers?: Headers
  /** The JSON that is sent. */
  readonly body?: Body
  /** Bytes that are sent, as a stream in `visit.request.body`, at most so many; excludes `body`. */
  readonly bytes?: { readonly mediaType: string; readonly most: number }
  /** The JSON that is answered. Without it the handler answers a `Response` of `media`. */
  readonly answer?: Answer
  readonly media?: string
  /** Of success; by default 200. */
  readonly status?: 200 | 201 | 202 | 204
  /** May stay open as long as it wants (an event stream). */
  readonly endless?: true
}

/** What was sent, checked. */
export interface RouteInput<Params extends Shape, Query extends Shape, Headers extends Shape, Body extends z.ZodType> {
  readonly params: z.output<Params>
  readonly query: z.output<Query>
  readonly headers: z.output<Headers>
  readonly body: z.output<Body>
}

type AnyDescription = RouteDescription<Shape, Shape, Shape, z.ZodType, z.ZodType>

/** The parts of a request after their schemas have taken them; those without a schema are empty. */
export type CheckedInput = Readonly<Record<'params' | 'query' | 'headers' | 'body', unknown>>

export interface PersonRoute extends AnyDescription {
  readonly access: PersonAccess
  handle(input: CheckedInput, asked: Asked): Promise<unknown>
}

export interface PublicRoute extends AnyDescription {
  readonly access: PublicAccess
  handle(input: CheckedInput, visit: Visit): Promise<unknown>
}

/** A route as the server takes it. */
export type ServerRoute = PersonRoute | PublicRoute

/** A route for those who are signed in or bear a token, and whom the rules let in. The handler gets what was sent, checked by the schemas. */
export function route<
  Params extends Shape = Shape, Query extends Shape = Shape, Headers extends Shape = Shape, Body extends z.ZodType = z.ZodUndefined, Answer extends z.ZodType = z.ZodVoid,
>(
  description: RouteDescription<Params, Query, Headers, Body, Answer> & { readonly access: PersonAccess },
  handler: (input: RouteInput<Params, Query, Headers, Body>, asked: Asked) => Promise<z.input<Answer> | Response>,
): PersonRoute {
  // What the schemas gave is what their types say: the server calls it with nothing else.
  return { ...description, handle: (input, asked) => handler(input as RouteInput<Params, Query, Headers, Body>, asked) }
}

/** A route for everybody. */
export function publicRoute<
  Params extends Shape = Shape, Query extends Shape = Shape, Headers extends Shape = Shape, Body extends z.ZodType = z.ZodUndefined, Answer extends z.ZodType = z.ZodVoid,
>(
  description: RouteDescription<Params, Query, Headers, Body, Answer> & { readonly access: PublicAccess },
  handler: (input: RouteInput<Params, Query, Headers, Body>, visit: Visit) => Promise<z.input<Answer> | Response>,
): PublicRoute {
  return { ...description, handle: (input, visit) => handler(input as RouteInput<Params, Query, Headers, Body>, visit) }
}
