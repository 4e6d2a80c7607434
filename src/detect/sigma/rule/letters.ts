import { fold } from '../../../query/fold.ts'

/** Forms in which texts are compared: without case or with it, and with all dashes being one (`level`). */
export type TextForm = 'folded' | 'cased' | 'folded-level' | 'cased-level'

/** Texts and patterns are equal in a form when they are the same after this; every character keeps its place. */
export function formText(text: string, form: TextForm): string {
  switch (form) {
    case 'cased':
      return text
    case 'folded':
      return fold(text)
    case 'cased-level':
      return levelDashes(text)
    case 'folded-level':
      return levelDashes(fold(text))
  }
}

/** The characters that begin an option of a Windows command (specification, `windash`): hyphen, slash, en and em dash, horizontal bar. */
export const DASHES = ['-', '/', '–', '—', '―'] as const

const otherDash = /[/–—―]/g

/** Two texts that differ only in which dash they use become equal: the same as trying all permutations, without their number. */
function levelDashes(text: string): string {
  return text.replace(otherDash, '-')
}
