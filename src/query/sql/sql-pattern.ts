import { fold } from '../fold.ts'
import type { Pattern } from '../pattern.ts'
import { literalOf } from '../pattern.ts'
import type { SqlBounds } from './sql-bounds.ts'
import { exactly, UNSURE } from './sql-bounds.ts'
import type { SqlParameters } from './sql-parameters.ts'

/** Longer patterns with wildcards are left to memory: the engine would make a large automaton of them. */
const MAX_LIKE_LENGTH = 1_000

/** Whether a folded text, given as SQL, is matched by the pattern as a whole. */
export function sqlMatches(text: string, pattern: Pattern, parameters: SqlParameters): SqlBounds {
  if (!isWellFormed(pattern)) return UNSURE
  const literal = literalOf(pattern)
  if (literal !== null) return exactly(`${text} = ${parameters.text(fold(literal))}`)
  const like = likePattern(pattern)
  return like.length > MAX_LIKE_LENGTH ? UNSURE : exactly(`${text} LIKE ${parameters.text(like)}`)
}

/** Whether a folded text, given as SQL, contains the pattern. */
export function sqlContains(text: string, pattern: Pattern, parameters: SqlParameters): SqlBounds {
  if (!isWellFormed(pattern)) return UNSURE
  const literal = literalOf(pattern)
  if (literal !== null) return exactly(`position(${text}, ${parameters.text(fold(literal))}) > 0`)
  const like = `%${likePattern(pattern)}%`
  return like.length > MAX_LIKE_LENGTH ? UNSURE : exactly(`${text} LIKE ${parameters.text(like)}`)
}

/**
 * The texts of a pattern with wildcards, in their order with anything between: what every stored value or list with a match contains, in
 * lower case. One cheap look that spares nearly all values the exact one; null when there is nothing to look for.
 */
export function partsPattern(pattern: Pattern): string | null {
  const texts = pattern.flatMap(part => ('text' in part ? [part.text] : []))
  if (texts.length === 0 || literalOf(pattern) !== null || !isWellFormed(pattern)) return null
  const like = `%${texts.map(text => escapeLike(fold(text))).join('%')}%`
  return like.length > MAX_LIKE_LENGTH ? null : like
}

/** Half a surrogate pair cannot be sent; in memory it matches half a character. */
function isWellFormed(pattern: Pattern): boolean {
  return pattern.every(part => !('text' in part) || part.text.isWellFormed())
}

function likePattern(pattern: Pattern): string {
  return pattern.map(part => ('text' in part ? escapeLike(fold(part.text)) : part.wildcard === '*' ? '%' : '_')).join('')
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
