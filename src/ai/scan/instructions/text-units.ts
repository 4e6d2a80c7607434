/** A paragraph or an item of a list, what people read as one thing said; or a block of code. */
export interface TextUnit {
  /** Of its first line, from 1. */
  readonly line: number
  readonly text: string
  readonly isCode: boolean
}

const FENCE = /^\s*(?:```|~~~)/
/** An item of a list, a heading, a row, a quotation, a comment, or a key of the head. */
const BEGINS_ANEW = /^\s*(?:[-*+]\s|\d{1,3}[.)]\s|#{1,6}\s|\||>|---\s*$|<!--|[\w-]{1,40}:\s)/

/** A Markdown text by units. */
export function textUnits(text: string): TextUnit[] {
  const units: { line: number; lines: string[]; isCode: boolean }[] = []
  let isCode = false
  let isOpen = false
  for (const [index, line] of text.split('\n').entries()) {
    if (FENCE.test(line)) isCode = !isCode
    if (FENCE.test(line) || (!isCode && line.trim() === '')) {
      isOpen = false
      continue
    }
    if (!isOpen || (!isCode && BEGINS_ANEW.test(line))) units.push({ line: index + 1, lines: [], isCode })
    units.at(-1)!.lines.push(line)
    isOpen = true
  }
  return units.map(({ line, lines, isCode: isBlock }) => ({ line, text: lines.join('\n'), isCode: isBlock }))
}
