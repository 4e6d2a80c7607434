import type { Mark } from './context-words.ts'

/** A sentence of a context with what it says. */
export interface ReadSentence {
  /** As it is written. */
  readonly written: string
  /** Canonical. */
  readonly text: string
  readonly marks: readonly Mark[]
}
