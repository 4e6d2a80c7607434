import { headerText } from '../../pipeline/mail/encoded-words.ts'
import { ADDRESSES } from './defaults.ts'

/** A mailbox of a field like `From` (RFC 5322 §3.4). */
export interface MailAddress {
  /** As it is shown beside it; empty where it is not. */
  readonly name: string
  /** In small letters. */
  readonly address: string
}

/**
 * The mailboxes of a field, those of groups too; comments and quotes as they should be read, and whatever else as it can.
 *
 * @param field a character for each byte
 */
export function mailAddresses(field: string): MailAddress[] {
  const found: MailAddress[] = []
  for (const { words, angle } of entriesOf(field)) {
    const text = words.trim()
    const address = (angle ?? text).replaceAll(/\s/g, '').replace(/^@[^:]*:/, '').toLowerCase()
    if (!address.includes('@')) continue
    found.push({ name: angle === null ? '' : headerText(text).trim(), address: headerText(address) })
    if (found.length === ADDRESSES) break
  }
  return found
}

interface Entry {
  words: string
  /** What stands in angle brackets. */
  angle: string | null
}

/** Divided at commas, semicolons and the colons of groups, outside of quotes and brackets. */
function entriesOf(field: string): Entry[] {
  const entries: Entry[] = []
  let entry: Entry = { words: '', angle: null }
  let isQuoted = false
  let isAngle = false
  let comments = 0
  const put = (letter: string) => {
    if (isAngle) entry.angle = (entry.angle ?? '') + letter
    else entry.words += letter
  }
  for (let at = 0; at < field.length && entries.length <= ADDRESSES; at++) {
    const letter = field[at]!
    if (letter === '\\' && (isQuoted || comments > 0)) {
      at++
      if (comments === 0) put(field[at] ?? '')
    } else if (comments > 0) comments += letter === '(' ? 1 : letter === ')' ? -1 : 0
    else if (letter === '"') isQuoted = !isQuoted
    else if (isQuoted) put(letter)
    else if (letter === '(') comments++
    else if (letter === '<') {
      isAngle = true
      entry.angle ??= ''
    } else if (letter === '>') isAngle = false
    else if (letter === ',' || letter === ';') {
      entries.push(entry)
      entry = { words: '', angle: null }
      isAngle = false
    } else if (letter === ':' && !isAngle) entry.words = ''
    else put(letter)
  }
  return [...entries, entry]
}
