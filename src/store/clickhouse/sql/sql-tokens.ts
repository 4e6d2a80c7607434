/** One token of a statement; `from` and `to` are positions in the text, comments and blanks lie between tokens. */
export interface SqlToken {
  readonly kind: 'word' | 'number' | 'text' | 'quoted name' | 'mark'
  readonly from: number
  readonly to: number
}

const CLOSING = { '\'': '\'', '`': '`', '"': '"', '‘': '’', '“': '”' } as const
type OpeningQuote = keyof typeof CLOSING

/**
 * Cuts ClickHouse SQL into tokens as far as a proxy must understand it: where texts, quoted names, here-documents and comments begin
 * and end (src/Parsers/Lexer.cpp of ClickHouse). Whatever is left open ends with the text; the engine says what is wrong with it.
 * Lazily, since the data of an insert may follow and is no SQL. Linear in the text that is consumed.
 */
export function* sqlTokens(text: string): Generator<SqlToken, void> {
  // A word is of letters, digits, _ and $, and of whatever lies beyond ASCII; classes of Unicode letters take long to compile.
  const step = /(\s+|--[^\n]*|#[ !][^\n]*|\/\*[^]*?(?:\*\/|$))|(\d[\w.]*)|(\$\w*\$)|([^\0-#%-/:-@[-^\x60{-\x7f\s‘’“”]+)|(['`"‘“])|([^])/y
  while (step.lastIndex < text.length) {
    const from = step.lastIndex
    const match = step.exec(text)
    if (match === null) return
    const [, blank, number, heredoc, word, quote] = match
    if (blank !== undefined) continue
    if (word !== undefined) yield { kind: 'word', from, to: step.lastIndex }
    else if (number !== undefined) yield { kind: 'number', from, to: step.lastIndex }
    else if (heredoc !== undefined) {
      const end = text.indexOf(heredoc, step.lastIndex)
      step.lastIndex = end === -1 ? text.length : end + heredoc.length
      yield { kind: 'text', from, to: step.lastIndex }
    } else if (quote !== undefined && isOpeningQuote(quote)) {
      step.lastIndex = endOfQuoted(text, step.lastIndex, quote)
      yield { kind: quote === '\'' || quote === '‘' ? 'text' : 'quoted name', from, to: step.lastIndex }
    } else yield { kind: 'mark', from, to: step.lastIndex }
  }
}

/** The position behind the closing quote: a backslash hides any character, and a doubled quote is one of the text. */
function endOfQuoted(text: string, start: number, quote: OpeningQuote): number {
  const closing = CLOSING[quote]
  const plain = quote === '‘' || quote === '“'
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '\\' && !plain) at++
    else if (character === closing) {
      if (plain || text[at + 1] !== closing) return at + 1
      at++
    }
  }
  return text.length
}

function isOpeningQuote(character: string): character is OpeningQuote {
  return character in CLOSING
}
