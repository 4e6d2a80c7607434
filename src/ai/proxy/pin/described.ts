import type { PinKind } from './pin-entry.ts'

/** Something that a server describes to models: a tool, a template, itself. */
export interface Described {
  readonly kind: PinKind
  readonly name: string
  /** What is pinned of it. */
  readonly definition: unknown
}

/** What may change from one answer to the next without changing what a model is told. */
const NOT_PINNED: Readonly<Record<PinKind, readonly string[]>> = {
  tool: ['_meta', 'icons'], prompt: ['_meta', 'icons'], instructions: [],
  // A signature is made anew with each key; what it signs is pinned.
  card: ['signatures'],
}

export function described(kind: PinKind, name: string, value: unknown): Described {
  const left = NOT_PINNED[kind]
  const definition = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).filter(([member]) => !left.includes(member))) : value
  return { kind, name, definition }
}

/** Members in which two descriptions differ. */
export function changedMembers(before: unknown, after: unknown, textOf: (value: unknown) => string): string[] {
  const [one, other] = [membersOf(before), membersOf(after)]
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].filter(name => textOf(one[name]) !== textOf(other[name])).sort()
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : { text: value }
}
