import { z } from '@hono/zod-openapi'

/** Parts of many answers. */

export const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/).describe('ISO 8601 in UTC with microseconds')

/** Of a case, a finding or an event: 128 bits by content. */
export const id = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hex digits')

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')

export const count = z.int().nonnegative()

/** What could not be read, and where. */
export const readError = z.object({ offset: z.number().describe('byte'), reason: z.string() })

export const idParams = z.object({ id })

export const sha256Params = z.object({ sha256 })

export const uuidParams = z.object({ id: z.uuid() })
