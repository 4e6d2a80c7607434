/**
 * A condition that is cheap to look for: a piece of text in a field's value (or, for keywords, in any text of the event), or that the
 * field is there at all. Letters and dashes stand for all their forms, so that an atom may hold where the test it was made for does not;
 * never the other way round.
 */
export type Atom = TextAtom | PresenceAtom

export interface TextAtom {
  readonly kind: 'text'
  /** `null` for keywords. */
  readonly field: string | null
  readonly text: string
  /** Whether it stands at the very start, or the very end, of the value. */
  readonly atStart: boolean
  readonly atEnd: boolean
}

export interface PresenceAtom {
  readonly kind: 'present'
  readonly field: string | null
}

/** Equal for equal atoms. */
export function atomKey(atom: Atom): string {
  const field = atom.field === null ? '' : `${atom.field}\0`
  return atom.kind === 'present' ? field : `${field}\0${atom.atStart ? '^' : ''}\0${atom.text}\0${atom.atEnd ? '$' : ''}`
}
