/** The kinds of things that the register knows. */
export const ENTRY_KINDS = ['organisation', 'site', 'prefix', 'domain', 'device', 'contact'] as const

export type EntryKind = (typeof ENTRY_KINDS)[number]

/** What an entry says, by the names of its kind's fields; checked where it comes in. */
export type EntryBody = Readonly<Record<string, unknown>>

export interface EntryReference {
  readonly kind: EntryKind
  /** Unique within the kind. */
  readonly key: string
}

export interface StoredEntry extends EntryReference {
  readonly body: EntryBody
  /** The number of the import that wrote it last. */
  readonly import: number
  readonly changedAt: Date
}

/** An entry as it goes in, with what it is found by. */
export interface EntryInput extends EntryReference {
  readonly body: EntryBody
  /** Of a prefix; of a device, its addresses. */
  readonly networks: readonly string[]
  /** Machines' addresses, names and accounts, in lower case. */
  readonly names: readonly string[]
}
