import { NoroshiError } from '../platform/noroshi-error.ts'

/** The words of a command line as a shell parts them: blanks, `'…'`, `"…"` and `\`; nothing is expanded and no shell is asked. @throws NoroshiError `usage` where a quote is not closed, or there is no word */
export function commandWords(line: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!
    if (sign === quote) quote = ''
    else if (sign === '\\' && quote !== "'" && at + 1 < line.length && (quote === '' || '"\\$`'.includes(line[at + 1]!))) word = (word ?? '') + line[++at]
    else if (quote !== '') word += sign
    else if (sign === '"' || sign === "'") {
      quote = sign
      word ??= ''
    } else if (/\s/.test(sign)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + sign
  }
  if (quote !== '') throw new NoroshiError('usage', `a ${quote} of the command is not closed: ${line}`)
  if (word !== null) words.push(word)
  if (words.length === 0) throw new NoroshiError('usage', 'the command is empty: name a program')
  return words
}
