import type { FieldValue } from '../../model/value.ts'
import type { ZeekHeader } from './zeek-header.ts'

/** Text of one value → the value; undefined when it is unset, as Zeek's JSON leaves it out. */
export type ValueReader = (text: string) => FieldValue | undefined

/** The reader of a column, by its Zeek type. Text that is not of its type stays text: nothing is lost. */
export function valueReader(type: string, header: ZeekHeader): ValueReader {
  const { unsetField, emptyField, setSeparator } = header
  const members = /^(?:set|vector|table)\[([a-z]+)\]$/.exec(type)?.[1]
  if (members !== undefined) {
    const read = scalarReader(members)
    const readMember: ValueReader = text => text === unsetField ? null : text === emptyField ? '' : read(text)
    return text => {
      if (text === unsetField) return undefined
      return text === emptyField ? [] : text.split(setSeparator).map(member => readMember(member) ?? null)
    }
  }
  const read = scalarReader(type)
  return text => text === unsetField ? undefined : text === emptyField ? '' : read(text)
}

function scalarReader(type: string): (text: string) => FieldValue {
  switch (type) {
    case 'bool': return text => text === 'T' ? true : text === 'F' ? false : text
    case 'count':
    case 'int':
    case 'port': return readInteger
    case 'double':
    case 'time':
    case 'interval': return text => NUMBER.test(text) ? Number(text) : text
    default: return unescaped
  }
}

const NUMBER = /^-?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?$/

function readInteger(text: string): FieldValue {
  if (!/^-?\d{1,20}$/.test(text)) return text
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

/**
 * Undoes `\xhh` where it stands for text: separators, and characters beyond ASCII (older versions escape them). Control characters and
 * bytes that are no UTF-8 stay escaped, as Zeek's JSON has them and rules expect them (`\x00`).
 */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/(?:\\x[0-9a-fA-F]{2}){1,4092}|\\\\/g, run => {
    if (run === '\\\\') return '\\'
    const decoded = Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8')
    return /[\0-\x07\x0b\x0e-\x1f\x7f\ufffd]/.test(decoded) ? run : decoded
  })
}
