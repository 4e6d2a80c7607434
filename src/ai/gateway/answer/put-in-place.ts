/** What stands in place of a stretch of a text. */
export interface Replaced {
  readonly start: number
  readonly end: number
  readonly shown: string
}

/**
 * A text, or a piece of one, with others in place of some of its stretches. What is shown stands where a stretch begins; within one that is hidden already nothing is shown.
 *
 * @param from where the piece begins in the whole text, by which the places count
 */
export function putInPlace(text: string, replaced: readonly Replaced[], from = 0): string {
  let rest = ''
  let at = from
  for (const { start, end, shown } of replaced.toSorted((a, b) => a.start - b.start)) {
    rest += text.slice(Math.max(at, from) - from, Math.max(start, at) - from)
    if (start >= Math.max(at, from)) rest += shown
    at = Math.max(at, end)
  }
  return rest + text.slice(Math.min(at - from, text.length))
}
