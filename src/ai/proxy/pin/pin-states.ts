import type { PinEntry, PinKind } from './pin-entry.ts'

/** Where one tool, template or card stands. */
export interface PinState {
  readonly kind: PinKind
  readonly name: string
  /** The description that may be used; null: none was accepted yet. */
  readonly accepted: PinEntry | null
  /** Others that were met since, the newest last. */
  readonly waiting: readonly PinEntry[]
  /** The hash of the one that was met or accepted last. */
  readonly last: string
}

export type PinStates = ReadonlyMap<string, PinState>

export function pinKey(kind: PinKind, name: string): string {
  return `${kind} ${name}`
}

/** What the history of a server comes to with one more entry: the last acceptance counts, and what was met after it waits. */
export function addToStates(states: Map<string, PinState>, entry: PinEntry): void {
  const { kind, name, hash, decision } = entry
  const key = pinKey(kind, name)
  const { accepted, waiting } = states.get(key) ?? { accepted: null, waiting: [] }
  const others = waiting.filter(each => each.hash !== hash)
  // A decision that came without the description keeps the one that it was about.
  const definition = entry.definition ?? waiting.find(each => each.hash === hash)?.definition
  if (decision === 'accepted') states.set(key, { kind, name, accepted: { ...entry, definition }, waiting: [], last: hash })
  else if (accepted?.hash === hash) states.set(key, { kind, name, accepted, waiting: others, last: hash })
  else states.set(key, { kind, name, accepted, waiting: [...others, { ...entry, definition }], last: hash })
}
