import { TomlFault } from './toml-problem.ts'

const DECIMAL = /^[+-]?(?:0|[1-9](?:_?\d)*)$/
const BASED = /^0(?:x[\da-fA-F](?:_?[\da-fA-F])*|o[0-7](?:_?[0-7])*|b[01](?:_?[01])*)$/
const FLOAT = /^[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?$/
const NAMED = /^([+-]?)(inf|nan)$/
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?`
const MOMENT = new RegExp(String.raw`^(?:${TIME}|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[Tt ]${TIME}(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?)$`)

/**
 * The value of what is written without quotes: a number, a truth value, or a date or time, which stays as it is written.
 *
 * @throws TomlFault `bad-value`
 */
export function tomlWord(word: string): string | number | boolean {
  if (word === 'true' || word === 'false') return word === 'true'
  const plain = word.replaceAll('_', '')
  if (BASED.test(word)) return Number(plain)
  if (DECIMAL.test(word) || FLOAT.test(word)) return Number(plain)
  const named = NAMED.exec(word)
  if (named !== null) return named[2] === 'nan' ? Number.NaN : named[1] === '-' ? -Infinity : Infinity
  if (MOMENT.test(word)) return word
  throw new TomlFault('bad-value')
}
