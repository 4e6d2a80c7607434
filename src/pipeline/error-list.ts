import type { DecodeError, DecodeReport } from '../model/decoder.ts'
import { LISTED_ERRORS } from './defaults.ts'

/** The errors of one piece of evidence: the first by place, and how many there were. */
export interface ErrorList {
  readonly listed: readonly DecodeError[]
  readonly total: number
}

/** Collects errors; bounded, exact in number. */
export class ErrorCollector implements DecodeReport {
  readonly #listed: DecodeError[] = []
  #total = 0

  error(error: DecodeError): void {
    this.#total++
    if (this.#listed.length < LISTED_ERRORS) this.#listed.push(error)
  }

  take(): ErrorList {
    return { listed: this.#listed, total: this.#total }
  }
}

/** One after the other, as if one collector had met all. */
export function joinErrors(lists: readonly ErrorList[]): ErrorList {
  return { listed: lists.flatMap(({ listed }) => listed).slice(0, LISTED_ERRORS), total: lists.reduce((sum, { total }) => sum + total, 0) }
}

/**
 * One list of several, by place. What the pass that hashes and the pass that decodes both met (a broken archive) counts once; where
 * there are more than are listed, a last entry says how many.
 */
export function mergeErrors(lists: readonly ErrorList[]): DecodeError[] {
  const distinct = new Map<string, DecodeError>()
  let repeated = 0
  for (const error of lists.flatMap(({ listed }) => listed)) {
    const key = `${error.offset}\0${error.reason}`
    if (distinct.has(key)) repeated++
    else distinct.set(key, error)
  }
  const sorted = [...distinct.values()].sort((a, b) => a.offset - b.offset || (a.reason < b.reason ? -1 : 1))
  const listed = sorted.slice(0, LISTED_ERRORS)
  const unlisted = lists.reduce((sum, { total }) => sum + total, 0) - repeated - listed.length
  if (unlisted <= 0) return listed
  return [...listed, { offset: listed.at(-1)!.offset, reason: `${unlisted} more errors after the ${listed.length} listed` }]
}
