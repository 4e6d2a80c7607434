/**
 * Why the program says what it says, as data. Words come from templates by `fact` name, in every language; a number in a sentence
 * can be checked by running its `query` again.
 */
export interface Fact {
  /** The template's name, `<room>.<fact>`: `sigma.field-matched`. */
  readonly fact: string
  readonly numbers: Readonly<Record<string, number>>
  /** Quoted strings of the evidence: field names, values, rule titles. They are data written by anyone: escape when rendering. */
  readonly terms: Readonly<Record<string, string>>
  /** Events that show it; at most {@link FACT_EVENTS}. */
  readonly eventIds: readonly string[]
  /** In the hunt language; counts `numbers.count` again. Empty when the fact is not about events. */
  readonly query: string
  /** The load position the numbers were true at; 0 in a run without a store: the evidence given. */
  readonly asOf: number
}

export const FACT_EVENTS = 10

/** Facts joined. `although` is [what speaks for it, what speaks against]. */
export type Reason =
  | Fact
  | { readonly and: readonly Reason[] }
  | { readonly or: readonly Reason[] }
  | { readonly although: readonly [Reason, Reason] }

/** A reason in the one order in which it is shown everywhere (docs/design.md §6). */
export interface Explanation {
  /** (a) What happened. */
  readonly what: Fact
  /** (b) Up to three facts for and three against. */
  readonly why: Reason
  /** (c) What would change the verdict. */
  readonly change: Fact
  /** (d) Confidence as a frequency. */
  readonly confidence: Fact
  /** (e) The next check, with the expected answer. */
  readonly next: Fact
}

export type Language = 'en' | 'ja'

/**
 * One sentence per language. `{name}` stands for a number (written as the language writes it) or a term (quoted data).
 * Of a number: `{count|plural:one event:# events}` picks by number, `#` being the number; `{points|signed}` is `+3`; `{first|time}` reads
 * microseconds since the epoch, `{gap|duration}` a length in microseconds. Of a term: `{level|severity}`; `{tactics|tactics}` and
 * `{tactics|path}` read tactic short names joined by commas; `{subject|entity}` reads `host:srv01` with the type's name, `{subject|name}`
 * without it; `{search|query}` a hunt, which is never cut as other data is.
 */
export type FactTemplates = Readonly<Record<string, Readonly<Record<Language, string>>>>

export function fact(name: string, rest: Partial<Omit<Fact, 'fact'>> = {}): Fact {
  return { fact: name, numbers: {}, terms: {}, eventIds: [], query: '', asOf: 0, ...rest }
}

/** Every fact of a reason, in reading order. */
export function factsOf(reason: Reason): Fact[] {
  if ('and' in reason) return reason.and.flatMap(factsOf)
  if ('or' in reason) return reason.or.flatMap(factsOf)
  if ('although' in reason) return reason.although.flatMap(factsOf)
  return [reason]
}
