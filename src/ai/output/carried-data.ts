import { isToken, smugglesInHost } from '../egress/smuggled-labels.ts'
import { findSecrets } from '../secret/find-secrets.ts'
import { decodeRuns } from '../text/decode-runs.ts'
import { LONGEST_ADDRESS, MANY_DIGITS, MIXED_CHARACTERS, MIXED_LABEL, SHORT_SEGMENTS, WORDS_OF_ADDRESS } from './defaults.ts'
import { lettersOf } from './letters-of.ts'
import type { SystemLetters } from './system-letters.ts'

/** How sure it is that an address carries data out. */
export type Carrying = 'certain' | 'likely'

/**
 * Whether an address carries data: in its query, in long mixed pieces of its path, in labels of its host; a person's data, words of the system prompt, or
 * letters one by one wherever they stand; likely, where its path is a whole sentence.
 *
 * @param most characters of data that are ordinary
 */
export function carriedData(url: URL, written: string, { most, system }: { readonly most: number; readonly system: readonly SystemLetters[] }): Carrying | null {
  const segments = url.pathname.split('/').filter(segment => segment !== '')
  // What browsers look for on the page is for them alone (`#:~:text=`).
  const hash = url.hash.replace(/(?:#|(?<=.)):~:.*$/s, '')
  const data = dataInQuery(url) + hash.length + url.username.length + url.password.length + segments.reduce((sum, segment) => sum + (NEEDLESS.test(segment) ? segment.length : dataIn(plain(segment))), 0)
  if (data >= most || smugglesInHost(writtenHost(written) ?? url.hostname) || url.hostname.split('.').some(isMixedLabel)) return 'certain'
  const said = plain(`${url.hostname.split('.').slice(0, -2).join(' ')} ${url.pathname}${url.search}${url.hash}`.slice(0, LONGEST_ADDRESS))
  if (segments.filter(segment => segment.length <= 2).length >= SHORT_SEGMENTS || tellsOfPerson(said)) return 'certain'
  const letters = lettersOf(said)
  if (system.some(each => each.isInAddress(letters))) return 'certain'
  return new Set(plain(url.pathname).toLowerCase().match(/[\p{L}\p{N}]+/gu)).size >= WORDS_OF_ADDRESS ? 'likely' : null
}

const SIZE = /^(?:w|h|width|height|q|quality|dpr|s|size)$/
const FORM = /^(?:fit|auto|format|fm|crop|mode)$/
const FORMS: ReadonlySet<string> = new Set(['webp', 'jpg', 'jpeg', 'png', 'gif', 'avif', 'svg', 'auto', 'crop', 'cover', 'contain', 'fill', 'fit', 'scale', 'clip', 'max', 'min', 'compress', 'center', 'entropy', 'faces', 'top', 'inside', 'compress,format', 'format,compress'])
/** Sizes, and forms, that one picture is asked in. */
const MOST_SIZES = 4

/** Characters of data in a query: in which size and form a picture is wanted is none. */
function dataInQuery({ search, searchParams }: URL): number {
  const sizes = [...searchParams].filter(([name, value]) => SIZE.test(name) && /^\d{1,4}$/.test(value))
  const forms = [...searchParams].filter(([name, value]) => FORM.test(name) && FORMS.has(value))
  return search.length - [...sizes.slice(0, MOST_SIZES), ...forms.slice(0, MOST_SIZES)].reduce((sum, [name, value]) => sum + name.length + value.length + 2, 0)
}

/** Characters of data in a piece: names of pages and files are words and some numbers; long runs of mixed letters and digits are data, and so are many numbers and what decodes to text. */
function dataIn(piece: string): number {
  if (isToken(piece)) return piece.length
  if (piece.length < MIXED_CHARACTERS) return 0
  const words = piece.replace(/\.\w{1,5}$/, '').split(/[-_.~\s]/)
  const mixed = words.filter(word => /\d/.test(word) && /[A-Za-z]/.test(word) && (word.length >= MIXED_CHARACTERS || (word.match(/\d[A-Za-z]|[A-Za-z]\d/g)?.length ?? 0) > 1)).reduce((sum, { length }) => sum + length, 0)
  if (mixed >= MIXED_CHARACTERS && !UUID.test(piece)) return mixed
  return words.filter(word => /^\d+$/.test(word)).join('').length >= MANY_DIGITS || decodeRuns(piece).text !== piece ? piece.length : 0
}

/** Letters that need not be encoded. */
const NEEDLESS = /(?:%[46][1-9a-f]|%[57][0-9a]){4}/i

function isMixedLabel(label: string): boolean {
  return label.length >= MIXED_LABEL && !label.includes('-') && (label.match(/\d[a-z]|[a-z]\d/g)?.length ?? 0) > 3
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.\w{1,5})?$/i

/** `name@1.2.3` is a version, not a person. */
function tellsOfPerson(said: string): boolean {
  return [said, said.replaceAll(/[/_&=+?]/g, ' ')].some(view => findSecrets(view).some(({ start, end }) => !/@[\d.]+$/.test(view.slice(start, end))))
}

function plain(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

/** The parser writes names in small letters, by which base64 is lost. */
function writtenHost(address: string): string | undefined {
  return /^(?:https?:)?[\\/]{1,2}(?:[^\\/?#@]*@)?([^\\/?#:]+)/i.exec(address)?.[1]
}
