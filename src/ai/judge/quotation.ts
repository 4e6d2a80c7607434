import type { SecretHit } from '../secret/find-secrets.ts'
import { endOfSecret, findSecrets } from '../secret/find-secrets.ts'
import { foldLetters } from '../text/fold-letters.ts'
import { shortened } from './shown.ts'

/** A stretch of a reading, and what is told in its place. */
interface HiddenStretch {
  readonly start: number
  readonly end: number
  readonly shown: string
}

/** Letters and digits of a secret from which it is looked for in another reading: fewer stand everywhere. */
const SOUGHT_LETTERS = 5
/** Characters around a quotation in which a secret may begin or end that it cuts. */
const AROUND = 4_096

/**
 * What may be told of a text: reasons go into records, refusals and the console, which hold no secrets and no personal data. Made only where there is something
 * to quote. In a folded reading capitals are gone and digits may have become letters: what is found in the text as it was written is found there by its bare letters.
 */
export class Quotation {
  readonly #reading: string
  readonly #own: readonly HiddenStretch[]
  readonly #values: readonly { readonly letters: string; readonly shown: string }[]
  readonly #reach: number

  /**
   * @param reading what is quoted
   * @param written the text before it was folded, where it was
   */
  constructor(reading: string, written: string = reading) {
    this.#reading = reading
    this.#own = findSecrets(reading).map(hit => ({ start: hit.start, end: endOfSecret(reading, hit), shown: shownOf(hit) }))
    const sources = [...new Set([written, written.normalize('NFKC')])].filter(source => source !== reading)
    const values = new Map(sources.flatMap(source => findSecrets(source).map(hit => [bareLetters(foldLetters(source.slice(hit.start, endOfSecret(source, hit)))).letters, shownOf(hit)] as const)))
    this.#values = [...values].filter(([letters]) => letters.length >= SOUGHT_LETTERS).map(([letters, shown]) => ({ letters, shown }))
    // Blanks and signs between the letters of a value take room, too.
    this.#reach = Math.min(AROUND, 64 + 3 * Math.max(0, ...this.#values.map(({ letters }) => letters.length)))
  }

  /** One line, cut, with the kind of each secret or personal datum in its place. */
  of(start: number, to: number): string {
    const end = endOfWord(this.#reading, to)
    let told = ''
    let at = start
    for (const hidden of this.#within(start, end)) {
      if (hidden.end <= at) continue
      told += this.#reading.slice(at, Math.max(at, hidden.start)) + hidden.shown
      at = Math.min(end, hidden.end)
    }
    return shortened(told + this.#reading.slice(at, end))
  }

  /** Of words that stand somewhere in it. */
  ofWords(words: string): string {
    const start = this.#reading.indexOf(words)
    return start < 0 ? new Quotation(words).all() : this.of(start, start + words.length)
  }

  all(): string {
    return this.of(0, this.#reading.length)
  }

  /** Those of some words in it that tell nothing of a secret or of personal data. */
  telling(words: readonly string[]): string[] {
    return words.filter(each => {
      const start = this.#reading.indexOf(each)
      return start < 0 ? findSecrets(each).length === 0 : this.#within(start, start + each.length).length === 0
    })
  }

  #within(start: number, end: number): HiddenStretch[] {
    const from = Math.max(0, start - this.#reach)
    const found = this.#values.length === 0 ? [] : placesOf(this.#reading.slice(from, end + this.#reach), this.#values).map(each => ({ ...each, start: each.start + from, end: each.end + from }))
    return [...this.#own, ...found].filter(each => each.start < end && each.end > start).sort((one, other) => one.start - other.start)
  }
}

/** Where the word ends that a stem was found in, in scripts with blanks between words. */
function endOfWord(reading: string, at: number): number {
  if (!SPACED.test(reading.charAt(at - 1))) return at
  let end = at
  while (end - at < REST_OF_WORD && SPACED.test(reading.charAt(end))) end++
  return end - at < REST_OF_WORD ? end : at
}

const SPACED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u

/** Letters that may follow a stem: longer runs are no words. */
const REST_OF_WORD = 16

/** What is put in the place of a text's secrets and personal data where a reason quotes all of it. */
export function quoted(text: string): string {
  return new Quotation(text).all()
}

function shownOf({ kind }: SecretHit): string {
  return `[${kind.id}]`
}

function placesOf(text: string, values: readonly { readonly letters: string; readonly shown: string }[]): HiddenStretch[] {
  const { letters, places } = bareLetters(text)
  const found: HiddenStretch[] = []
  for (const { letters: sought, shown } of values) {
    for (let at = letters.indexOf(sought); at >= 0; at = letters.indexOf(sought, at + sought.length)) {
      found.push({ start: places[at]!, end: places[at + sought.length - 1]! + 1, shown })
    }
  }
  return found
}

/** What digits and signs are read as when they stand for letters, and letters that are read from the same. */
const READ_AS: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'l', 'i': 'l', '!': 'l', '|': 'l', '2': 'z', '3': 'e', '€': 'e', '4': 'a', '@': 'a', '5': 's', '$': 's', '6': 'b', 'g': 'b', '8': 'b', '9': 'b', '7': 't', '+': 't', '(': 'c', '¢': 'c', '#': 'h', '¥': 'y', '£': 'l',
}
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** The letters of a folded text alone, those that may be read from one another alike, and where each stands. */
function bareLetters(text: string): { readonly letters: string; readonly places: readonly number[] } {
  let letters = ''
  const places: number[] = []
  for (let at = 0; at < text.length; at++) {
    const sign = plainSign(text[at]!)
    const letter = READ_AS[sign] ?? (LETTER_OR_DIGIT.test(sign) ? sign : '')
    if (letter === '') continue
    letters += letter
    places.push(at)
  }
  return { letters, places }
}

/** Full-width and other forms of a letter or a digit as that. */
function plainSign(sign: string): string {
  if (sign < '\u0080') return sign
  const plain = sign.normalize('NFKC').toLowerCase()
  return plain.length === 1 ? plain : sign
}
