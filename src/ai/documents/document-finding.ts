import type { GuardReason } from '../judge/verdict.ts'

/** Looks of a document, in the order in which they are told. */
export const DOCUMENT_CHECKS = ['orders', 'hidden-orders', 'stray-order', 'hidden-text', 'invisible-characters', 'secret', 'aimed-at-question', 'stuffed-with-question', 'near-duplicates', 'unlike-others'] as const

export type DocumentCheck = (typeof DOCUMENT_CHECKS)[number]

/** Something in a document for which it should not be given to a model unseen. */
export interface DocumentFinding {
  readonly check: DocumentCheck
  /** `block`: keep it out; `flag`: let a person look; `note`: worth knowing, and no reason against it by itself. */
  readonly verdict: 'note' | 'flag' | 'block'
  /** Member of an Office document; empty of a plain file. */
  readonly part: string
  /** Characters from the beginning of the part. */
  readonly offset: number
  /** The text in question, one line, cut. */
  readonly quoted: string
  readonly reason: GuardReason
}
