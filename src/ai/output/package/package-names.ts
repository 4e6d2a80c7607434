import { MOST_STEPS, NEAR_EDITS, SHORT_NAME } from './defaults.ts'

/** Beyond any number of edits that counts. */
const FAR = 100

/**
 * Names of one ecosystem, as one text in their order: a list of a million takes twenty megabytes, where a set takes a hundred. Asked in time logarithmic in their
 * number.
 */
export class PackageNames {
  readonly #text: Buffer
  readonly #starts: Uint32Array

  /** @param names of ASCII, as they are compared; in any order */
  constructor(names: readonly string[]) {
    // Order first, since to find doubles by their hash takes ten times as long.
    const sorted = names.toSorted().filter((name, index, all) => index === 0 || name !== all[index - 1])
    this.#text = Buffer.from(sorted.join(''), 'latin1')
    this.#starts = new Uint32Array(sorted.length + 1)
    for (const [index, { length }] of sorted.entries()) this.#starts[index + 1] = this.#starts[index]! + length
  }

  get size(): number {
    return this.#starts.length - 1
  }

  has(name: string): boolean {
    const index = this.#firstFrom(Buffer.from(name, 'latin1'))
    return index < this.size && this.#at(index) === name
  }

  /** Whether a name begins so. */
  startsSome(beginning: string): boolean {
    const index = this.#firstFrom(Buffer.from(beginning, 'latin1'))
    return index < this.size && this.#at(index).startsWith(beginning)
  }

  /** The name that the fewest edits lead to: one, or in longer names two behind the same first letter; null when there is none. Of several, that which begins alike the longest. */
  nearest(name: string): string | null {
    const wanted = Buffer.from(name, 'latin1')
    if (wanted.length === 0) return null
    const near = this.#nearest(wanted, 1, 0, this.size)
    if (near !== null || wanted.length <= SHORT_NAME) return near
    return this.#nearest(wanted, NEAR_EDITS, this.#firstFrom(wanted.subarray(0, 1)), this.#firstFrom(Buffer.from([wanted[0]! + 1])))
  }

  /** The names in their order are a tree of letters: what lies below a beginning that is too far from the wanted one is passed over as a whole. */
  #nearest(wanted: Buffer, most: number, from: number, to: number): string | null {
    const rows = new EditRows(wanted)
    let nearest: string | null = null
    let agreed = 0
    let limit = most
    let steps = 0
    let shared = 0
    for (let index = from; index < to;) {
      const start = this.#starts[index]!
      const length = this.#starts[index + 1]! - start
      let depth = shared
      while (depth < length && steps++ < MOST_STEPS && rows.add(depth++, this.#text, start, limit) <= limit);
      if (steps >= MOST_STEPS) break
      const isWhole = depth === length && rows.least(length) <= limit
      if (isWhole && rows.edits(length) <= limit) {
        const same = commonLetters(wanted, this.#text.subarray(start, start + length))
        if (rows.edits(length) < limit || nearest === null || same > agreed) [nearest, agreed] = [this.#at(index), same]
        limit = rows.edits(length)
        if (limit === 0) break
      }
      const next = isWhole ? index + 1 : this.#firstBeyond(index, depth, to)
      shared = next < to ? this.#shared(index, next, depth) : 0
      index = next
    }
    return nearest
  }

  #at(index: number): string {
    return this.#text.toString('latin1', this.#starts[index], this.#starts[index + 1])
  }

  /** The first name that is not before the wanted one. */
  #firstFrom(wanted: Buffer): number {
    let [low, high] = [0, this.size]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#text.compare(wanted, 0, wanted.length, this.#starts[middle], this.#starts[middle + 1]) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The first name behind all that share so many letters with this one: near ones are looked at first. */
  #firstBeyond(index: number, letters: number, to: number): number {
    let step = 1
    while (index + step < to && this.#shared(index, index + step, letters) === letters) step *= 2
    let [low, high] = [index + (step >>> 1), Math.min(index + step, to)]
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.#shared(index, middle, letters) === letters) low = middle
      else high = middle
    }
    return high
  }

  #shared(one: number, other: number, most: number): number {
    const [first, second] = [this.#starts[one]!, this.#starts[other]!]
    const length = Math.min(most, this.#starts[one + 1]! - first, this.#starts[other + 1]! - second)
    let shared = 0
    while (shared < length && this.#text[first + shared] === this.#text[second + shared]) shared++
    return shared
  }
}

function commonLetters(one: Buffer, other: Buffer): number {
  let count = 0
  while (count < one.length && one[count] === other[count]) count++
  return count
}

/** Edits between the beginnings of a known name and those of the wanted one: insertions, removals, changes and swaps of neighbours (Damerau 1964), a row for each letter. */
class EditRows {
  readonly #wanted: Buffer
  readonly #rows: Uint8Array[]
  readonly #least: number[] = [0]

  constructor(wanted: Buffer) {
    this.#wanted = wanted
    this.#rows = [Uint8Array.from({ length: wanted.length + 1 }, (_, index) => Math.min(index, FAR))]
  }

  /** The fewest edits to any beginning of the wanted name. */
  least(letters: number): number {
    return this.#least[letters] ?? FAR
  }

  /** To the whole of it. */
  edits(letters: number): number {
    return this.#rows[letters]?.[this.#wanted.length] ?? FAR
  }

  /** Reads the next letter, behind so many. @param limit more edits are not told apart @returns as {@link least} */
  add(letters: number, text: Buffer, start: number, limit: number): number {
    const wanted = this.#wanted
    const row = (this.#rows[letters + 1] ??= new Uint8Array(wanted.length + 1)).fill(FAR)
    const [last, before] = [this.#rows[letters]!, this.#rows[letters - 1]]
    const letter = text[start + letters]
    let least = FAR
    if (letters + 1 <= limit) least = row[0] = letters + 1
    for (let at = Math.max(1, letters + 1 - limit); at <= Math.min(wanted.length, letters + 1 + limit); at++) {
      let edits = Math.min(last[at]! + 1, row[at - 1]! + 1, last[at - 1]! + (wanted[at - 1] === letter ? 0 : 1))
      if (before !== undefined && at > 1 && wanted[at - 2] === letter && wanted[at - 1] === text[start + letters - 1]) edits = Math.min(edits, before[at - 2]! + 1)
      row[at] = Math.min(edits, FAR)
      if (edits < least) least = edits
    }
    this.#least[letters + 1] = least
    return least
  }
}
