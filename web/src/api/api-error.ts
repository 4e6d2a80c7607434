/** What the API answers when it does not do what it was asked: a code of its catalogue, what happened, and how to mend it. */
export class ApiError extends Error {
  /** 0 when there was no answer. */
  readonly status: number
  readonly code: string
  readonly mend: string
  readonly requestId: string
  /** What is wrong with this very request, in English; empty when the message says all. */
  readonly problem: string
  /** Of a query that could not be read: the position of the first error, in UTF-16 units. */
  readonly at: number | null

  constructor(status: number, { code, message, mend = '', requestId = '', problem = '', at = null }: Body, options?: ErrorOptions) {
    super(message, options)
    this.status = status
    this.code = code
    this.mend = mend
    this.requestId = requestId
    this.problem = problem
    this.at = at
  }

  /** From an answer; one that did not come from our server (a proxy's page, say) keeps its status. */
  static async of(response: Response): Promise<ApiError> {
    const body: { error?: Body } = await response.json().catch(() => ({}))
    return new ApiError(response.status, body.error ?? { code: `http-${response.status}`, message: response.statusText })
  }

  static unreachable(cause: unknown): ApiError {
    return new ApiError(0, { code: 'unreachable', message: '' }, { cause })
  }

  /** The same request may succeed later: nothing was wrong with it. */
  get passes(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500
  }

  get signedOut(): boolean {
    return this.status === 401
  }
}

interface Body {
  readonly code: string
  readonly message: string
  readonly mend?: string
  readonly requestId?: string
  readonly problem?: string
  readonly at?: number | null
}
