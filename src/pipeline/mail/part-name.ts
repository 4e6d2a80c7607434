import { NAME_CHARACTERS } from './defaults.ts'

/**
 * A name for a part that is fit for a path: the sender's without folders and what nobody can read, else its number and type.
 *
 * @param given by the sender; null when none was @param number from 1
 */
export function partName(given: string | null, type: string, number: number): string {
  const name = (given ?? '').replaceAll(/[\p{C}]+/gu, ' ').split(/[/\\]/).at(-1)!.replaceAll('!', '_').trim()
  const shown = [...name].slice(0, NAME_CHARACTERS).join('')
  return /^\.*$/.test(shown) ? `part-${number}.${ENDINGS.get(type) ?? 'bin'}` : shown
}

const ENDINGS: ReadonlyMap<string, string> = new Map([
  ['text/plain', 'txt'], ['text/html', 'html'], ['text/csv', 'csv'], ['text/rfc822-headers', 'txt'], ['message/rfc822', 'eml'], ['message/global', 'eml'], ['message/delivery-status', 'txt'],
  ['message/feedback-report', 'txt'], ['application/json', 'json'], ['application/xml', 'xml'], ['text/xml', 'xml'], ['application/zip', 'zip'], ['application/gzip', 'gz'],
])
