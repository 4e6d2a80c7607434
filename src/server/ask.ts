import type { z } from '@hono/zod-openapi'
import { ApiError } from './errors/api-error.ts'
import type { CheckedInput, ServerRoute } from './route.ts'

/** What a request brings, before any schema has seen it. */
export interface RawInput {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** @throws ApiError `bad-request` that names the first part which does not fit */
export function checkInput({ params, query, headers, body }: ServerRoute, raw: RawInput): CheckedInput {
  requireText('params', raw.params)
  requireText('query', raw.query)
  return {
    params: check('params', params, raw.params),
    query: check('query', query, raw.query),
    headers: check('headers', headers, raw.headers),
    body: check('body', body, raw.body),
  }
}

/** No address needs a zero character, and the state store takes none. */
function requireText(part: string, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value.includes('\0')) throw new ApiError('bad-request', { problem: 'holds a zero character', field: `${part}.${name}` })
  }
}

function check(part: string, schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return {}
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = [part, ...(issue?.path ?? [])].map(String).join('.')
  throw new ApiError('bad-request', { problem: issue?.message ?? 'does not fit', field })
}
