import { foldLetters } from '../../text/fold-letters.ts'
import { visibleText } from '../../text/visible-text.ts'

/** How alike two names of tools are. */
export type Likeness = 'same' | 'spelling' | 'drawn' | null

/**
 * Whether one name of a tool may be taken for another: the same, the same but for capitals and signs between words, or drawn with other letters that look the
 * same (Unicode Technical Standard 39), which nobody does by chance.
 */
export function likeness(one: string, other: string): Likeness {
  if (one === other) return 'same'
  if (plain(one) === plain(other)) return 'spelling'
  return drawn(one) === drawn(other) ? 'drawn' : null
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]/g, '')
}

/** Capital i, one and small L are one stroke; `rn` is drawn as `m`, two v as `w`. */
function drawn(name: string): string {
  const upright = visibleText(name).text.normalize('NFKC').replaceAll(/[I1|]/g, 'l').replaceAll('0', 'o')
  return plain(foldLetters(upright)).replaceAll('rn', 'm').replaceAll('vv', 'w')
}
