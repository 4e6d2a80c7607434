import type { IncomingHttpHeaders } from 'node:http'
import type { ContentRefusal } from '../read-content.ts'

/** A request as a protocol sees it. */
export interface IntakeRequest {
  readonly method: string
  /** Of the URL, decoded where it can be. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The address of the sender. */
  readonly sender: string | null
  /** The body, decompressed. */
  readonly content: Buffer
}

export interface IntakeAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Absent: none. */
  readonly body?: string | Buffer
}

/** Why a request is not even looked into. */
export type IntakeRefusal = ContentRefusal | 'no-credentials' | 'bad-credentials' | 'full' | 'error'

/** What clients of one kind send, and the answers they understand. */
export interface IntakeProtocol {
  /** Whether anybody may ask for this: health. */
  isOpen(method: string, path: string): boolean
  answer(request: IntakeRequest): Promise<IntakeAnswer>
  refuse(refusal: IntakeRefusal, headers: IncomingHttpHeaders): IntakeAnswer
}
