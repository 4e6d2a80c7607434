/** The verdicts that people marked as wrong, as the gateway asks for them. */
export interface Exceptions {
  /** The id of the exception that lifts a verdict now; null: it stands. */
  find(mark: string): string | null
  /** Tells that an exception lifted a verdict. */
  used(id: string): void
}

export const NO_EXCEPTIONS: Exceptions = { find: () => null, used: () => {} }
