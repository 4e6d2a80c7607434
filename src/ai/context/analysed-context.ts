/** What an assistant was told to keep or to leave alone. */
export interface AnalysedContext {
  readonly secret: KeptSecret | null
  readonly person: KeptPerson | null
  readonly topics: readonly ForbiddenTopic[]
  readonly translation: HeldTranslation | null
  /** The sentence that gives it content to work on. */
  readonly contentTask: string | null
}

export interface KeptSecret {
  /** As it is written. */
  readonly sentence: string
  /** The secret itself stands in the context; else there is only the rule. */
  readonly isHeld: boolean
  /** It is a key, or is only called a secret: these words may mean it too. */
  readonly isKey: boolean
  /** Words that say what key it is, canonical: who asks for a key by name says one of them. */
  readonly described: readonly string[]
}

export interface KeptPerson {
  /** The order to keep it, as it is written. */
  readonly sentence: string
  /** Kinds of facts that the context holds. */
  readonly facts: ReadonlySet<string>
  /** Words of names, canonical. */
  readonly names: readonly string[]
  readonly areMany: boolean
}

export interface ForbiddenTopic {
  /** The sentence that forbids it, as it is written. */
  readonly sentence: string
  /** Each quoted topic by its words, canonical. */
  readonly quoted: readonly (readonly string[])[]
  readonly words: readonly string[]
  /** Subjects it belongs to. */
  readonly subjects: readonly string[]
  /** It is forbidden to speak of it or to help with it, and not only a manner of answering. */
  readonly isSpokenOf: boolean
  /** Its words are syllables of a language that writes them apart: one shared says little. */
  readonly isSyllabic: boolean
}

/** A translator that is held to some languages. */
export interface HeldTranslation {
  /** The sentence that holds it to them, as it is written. */
  readonly sentence: string
  readonly languages: ReadonlySet<string>
}
