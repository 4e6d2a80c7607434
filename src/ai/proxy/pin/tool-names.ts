import { foldLetters } from '../../text/fold-letters.ts'
import { visibleText } from '../../text/visible-text.ts'

/** How alike two names of tools are. */
export type Likeness = 'same' | 'spelling' | 'drawn' | null

/** A name as it is held against others: with many names, their forms are made once. */
export interface NameForms {
  readonly name: string
  readonly plain: string
  readonly drawn: string
}

export function nameForms(name: string): NameForms {
  return { name, plain: plain(name), drawn: drawn(name) }
}

/**
 * Whether one name of a tool may be taken for another: the same, the same but for capitals and signs between words, or drawn with other letters that look the
 * same (Unicode Technical Standard 39), which nobody does by chance.
 */
export function likeness(one: NameForms, other: NameForms): Likeness {
  if (one.name === other.name) return 'same'
  if (one.plain === other.plain) return 'spelling'
  return one.drawn === other.drawn ? 'drawn' : null
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]/g, '')
}

/** Capital i, one and small L are one stroke; `rn` is drawn as `m`, two v as `w`. */
function drawn(name: string): string {
  const upright = visibleText(name).text.normalize('NFKC').replaceAll(/[I1|]/g, 'l').replaceAll('0', 'o')
  return plain(foldLetters(upright)).replaceAll('rn', 'm').replaceAll('vv', 'w')
}
