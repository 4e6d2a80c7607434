/**
 * JSON as people edit it (JSONC: comments, commas before a closing bracket) made plain JSON: what is too much becomes blanks, so that each place stays where it is.
 * Linear in the text.
 */
export function withoutComments(text: string): string {
  const pieces: string[] = []
  let comma = -1
  let isAfterValue = false
  for (const [piece] of text.matchAll(PIECES)) {
    const isComment = piece.startsWith('//') || piece.startsWith('/*')
    if (comma >= 0 && (piece === ']' || piece === '}')) pieces[comma] = ' '
    if (!isComment && piece.trim() !== '') {
      comma = piece === ',' && isAfterValue ? pieces.length : -1
      isAfterValue = !/[,{[:]$/.test(piece)
    }
    pieces.push(isComment ? piece.replaceAll(/[^\n]/g, ' ') : piece)
  }
  return pieces.join('')
}

/** A text in quotes, a comment, a sign by itself, blanks, or all else up to the next of these; a quote that is not closed goes on to the end of its line. */
const PIECES = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|\/\/[^\n]*|\/\*[^*]*(?:\*+[^*/][^*]*)*(?:\*+\/|\**$)|[,\]}/\\]|\s+|[^"/,\]}\\\s]+/g
