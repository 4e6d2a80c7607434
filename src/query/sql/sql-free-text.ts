import { fold } from '../fold.ts'
import type { Pattern } from '../pattern.ts'
import type { SqlBounds } from './sql-bounds.ts'
import { allOf, exactly } from './sql-bounds.ts'
import type { SqlParameters } from './sql-parameters.ts'
import { sqlContains } from './sql-pattern.ts'
import { sqlFoldedText, sqlMembers } from './sql-value.ts'
import { ODDITY } from './stored-event.ts'
import { KIND, TEXT_KINDS } from './stored-value.ts'

const TEXTS = `(${TEXT_KINDS.map(kind => `'${kind}'`).join(', ')})`

/** Whether any text of the event contains the pattern. The JSON of its fields is asked first: it is one column, and says no to nearly all. */
export function sqlFreeText(pattern: Pattern, parameters: SqlParameters): SqlBounds {
  const one = textTest('each', pattern, parameters)
  const member = textTest('member', pattern, parameters)
  const any = (ofPlain: string, ofMember: string) =>
    `arrayExists(each -> if(startsWith(each, '${KIND.list}'), arrayExists(member -> ${ofMember}, ${sqlMembers('each')}), ${ofPlain}), mapValues(search))`
  const exact = { must: any(one.must, member.must), sure: any(one.sure, member.sure) }
  const like = jsonPattern(pattern)
  if (like === null) return exact
  const first = `(oddity = ${ODDITY.folded} OR lower(fields) LIKE ${parameters.text(like)})`
  return { ...allOf([exactly(first), exact]), first }
}

function textTest(value: string, pattern: Pattern, parameters: SqlParameters): SqlBounds {
  return allOf([exactly(`left(${value}, 1) IN ${TEXTS}`), sqlContains(sqlFoldedText(value), pattern, parameters)])
}

/** What the JSON of a text with the pattern contains, `?` being any number of letters there; null when that tells nothing. */
function jsonPattern(pattern: Pattern): string | null {
  const texts = pattern.flatMap(part => ('text' in part ? [part.text] : []))
  if (texts.length === 0 || texts.some(text => !text.isWellFormed())) return null
  const escaped = texts.map(text => JSON.stringify(fold(text)).slice(1, -1).replace(/[\\%_]/g, '\\$&'))
  const like = `%${escaped.join('%')}%`
  return like.length > MAX_LIKE_LENGTH ? null : like
}

const MAX_LIKE_LENGTH = 1_000
