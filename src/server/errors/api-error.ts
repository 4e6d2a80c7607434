import { z } from '@hono/zod-openapi'
import type { Language } from '../../model/reason.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { ApiErrorCode } from './catalogue.ts'
import { API_ERRORS } from './catalogue.ts'

/** What may be said beside the catalogue's words, of what the asker sent: never of what the server holds. */
export interface ErrorDetails {
  /** One sentence about this request, in English where there are no words for it in the asker's language. */
  readonly problem?: string
  /** Where in a text that was sent, from 0, in UTF-16 units. */
  readonly at?: number
  /** The part of the request: `query.limit`. */
  readonly field?: string
  /** Seconds until it makes sense to try again. */
  readonly retryAfter?: number
}

/** A refusal of the API. Thrown by handlers; the server turns it into the answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ApiErrorCode
  readonly details: ErrorDetails

  constructor(code: ApiErrorCode, details: ErrorDetails = {}, options?: { readonly cause?: unknown }) {
    super(details.problem ?? API_ERRORS[code].en.message, options)
    this.code = code
    this.details = details
  }

  get status(): number {
    return API_ERRORS[this.code].status
  }
}

export const apiErrorSchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(API_ERRORS) as [ApiErrorCode, ...ApiErrorCode[]]),
    message: z.string(),
    mend: z.string(),
    requestId: z.string(),
    problem: z.string().optional(),
    at: z.int().optional(),
    field: z.string().optional(),
  }),
})

export type ApiErrorBody = z.infer<typeof apiErrorSchema>

export function apiErrorBody({ code, details }: ApiError, requestId: string, language: Language): ApiErrorBody {
  const { problem, at, field } = details
  return {
    error: {
      code,
      ...API_ERRORS[code][language],
      requestId,
      ...(problem === undefined ? {} : { problem }),
      ...(at === undefined ? {} : { at }),
      ...(field === undefined ? {} : { field }),
    },
  }
}

/** Whatever was thrown as a refusal; what is not known becomes `internal`, and its cause is for the log alone. */
export function apiErrorOf(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  if (!(thrown instanceof NoroshiError)) return new ApiError('internal', {}, { cause: thrown })
  const code = KNOWN[thrown.code]
  if (code === undefined) return new ApiError('internal', {}, { cause: thrown })
  return new ApiError(code, code === 'unprocessable' ? { problem: thrown.message } : {}, { cause: thrown })
}

/** What the floors below refuse, as far as the asker may know it. */
const KNOWN: Readonly<Partial<Record<NoroshiError['code'], ApiErrorCode>>> = {
  'bad-date': 'unprocessable',
  'bad-query': 'unprocessable',
  'query-too-large': 'unprocessable',
  'no-such-evidence': 'not-found',
  'no-such-case': 'not-found',
  'no-such-decision': 'not-found',
  'bad-decision': 'conflict',
  'too-many-uploads': 'too-many',
  'evidence-held': 'conflict',
  'account-exists': 'conflict',
  'last-admin': 'conflict',
  'too-many-tokens': 'conflict',
  'no-such-account': 'not-found',
  'store-unavailable': 'unavailable',
  'disk-full': 'unavailable',
  'child-start-failed': 'unavailable',
}
