/** How a long text is cut. */
export interface PieceSize {
  /** Characters of a piece. */
  readonly most: number
  /** Characters that a piece has in common with the one before. */
  readonly shared: number
}

/** Characters before a place in which a better one to cut is looked for. */
const NEAR = 200
const LOW_SURROGATE_FROM = 0xdc00
const LOW_SURROGATE_TO = 0xdfff
/** Encodings of bytes have groups of 2, 3, 4, 5, 6 or 8 characters; within them such groups again, three deep. */
const GROUPS = 960

/** A text in pieces that overlap, cut where a line, a sentence or a word ends if one does nearby. */
export function* overlappingPieces(text: string, { most, shared }: PieceSize): Generator<string> {
  for (let from = 0; ;) {
    const to = from + most >= text.length ? text.length : edgeBefore(text, from + most)
    yield text.slice(from, to)
    if (to === text.length) return
    from = shared === 0 ? to : edgeBefore(text, to - shared)
  }
}

/** The same for text in which encoded runs may stand, which are cut between whole groups of their characters only. */
export function* overlappingStretches(text: string, { most, shared }: PieceSize): Generator<string> {
  let run = 0
  for (let from = 0; ;) {
    const to = from + most >= text.length ? text.length : from + most
    if (to === text.length) return yield text.slice(from)
    run = startOfRun(text, to - shared, run)
    const next = between(text, run + Math.floor((to - shared - run) / GROUPS) * GROUPS)
    yield text.slice(from, shared === 0 ? next : between(text, to))
    from = next
  }
}

/** Where the row of characters without blanks begins that a place lies in. @param least where one began before */
function startOfRun(text: string, at: number, least: number): number {
  for (let i = at; i > least; i--) if (text.charCodeAt(i - 1) <= 0x20) return i
  return least
}

function edgeBefore(text: string, at: number): number {
  const near = text.slice(at - NEAR, at)
  for (const end of ENDS) {
    const found = near.search(end)
    if (found >= 0) return at - NEAR + found + 1
  }
  return between(text, at)
}

/** The last of each. */
const ENDS = [/\n(?![^]*\n)/, /(?:(?<=[.!?])\s|[。！？])(?![^]*(?:[.!?]\s|[。！？]))/, /\s(?![^]*\s)/]

/** Not within a character of two units. */
function between(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= LOW_SURROGATE_FROM && unit <= LOW_SURROGATE_TO ? at - 1 : at
}
