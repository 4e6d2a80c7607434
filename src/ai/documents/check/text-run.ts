import type { Hiding, TextPiece } from '../document.ts'

/** Pieces read one after another as a model gets them, and back to where each character stands. */
export interface TextRun {
  readonly text: string
  placeOf(index: number): { readonly part: string; readonly offset: number; readonly hiding: Hiding | null }
}

/** Joins pieces, cut into runs of about so many characters at the ends of pieces or lines. */
export function textRuns(pieces: readonly TextPiece[], most: number): TextRun[] {
  const runs: TextRun[] = []
  let begun: TextPiece[] = []
  let length = 0
  const close = () => {
    if (begun.some(({ text }) => text.trim() !== '')) runs.push(joined(begun))
    begun = []
    length = 0
  }
  for (const piece of pieces.flatMap(each => cut(each, most))) {
    if (length + piece.text.length > most) close()
    begun.push(piece)
    length += piece.text.length
  }
  close()
  return runs
}

function cut(piece: TextPiece, most: number): TextPiece[] {
  if (piece.text.length <= most) return [piece]
  const parts: TextPiece[] = []
  for (let from = 0; from < piece.text.length;) {
    const line = piece.text.lastIndexOf('\n', from + most)
    const to = from + most >= piece.text.length ? piece.text.length : line > from ? line + 1 : from + most
    parts.push({ ...piece, text: piece.text.slice(from, to), offset: piece.offset + from })
    from = to
  }
  return parts
}

function joined(pieces: readonly TextPiece[]): TextRun {
  const starts: number[] = []
  let text = ''
  for (const piece of pieces) {
    starts.push(text.length)
    text += piece.text
  }
  return {
    text,
    placeOf(index) {
      const at = Math.max(0, starts.findLastIndex(start => start <= index))
      const { part, offset, hiding } = pieces[at]!
      return { part, offset: offset + Math.max(0, index - starts[at]!), hiding }
    },
  }
}
