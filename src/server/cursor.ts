import { z } from '@hono/zod-openapi'
import { SERVER_LIMITS } from './defaults.ts'
import { ApiError } from './errors/api-error.ts'

/** Where a list goes on: the sort key of the last row that was answered, opaque to whoever asks. */

/** `?limit=` and `?cursor=` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(SERVER_LIMITS.mostListed).default(SERVER_LIMITS.listLimit),
  cursor: z.string().max(2_000).optional(),
}

/** `{ items, next }` of every list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** @throws ApiError `bad-request` for what no list of this kind has answered */
export function decodeCursor<Key>(cursor: string, schema: z.ZodType<Key>): Key {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (cause) {
    throw new ApiError('bad-request', { problem: 'this is no cursor of this list', field: 'query.cursor' }, { cause })
  }
}

/** The rows of one page out of up to one row more than was asked for. */
export function takePage<Row, Item>(
  rows: readonly Row[], limit: number, { key, item }: { key(row: Row): readonly (string | number | null)[]; item(row: Row): Item },
): { readonly items: Item[]; readonly next: string | null } {
  const shown = rows.slice(0, limit)
  return { items: shown.map(item), next: rows.length > limit ? encodeCursor(key(shown.at(-1)!)) : null }
}
