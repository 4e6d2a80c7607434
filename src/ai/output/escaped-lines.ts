const ESCAPE = /\\(["'\\/nrt])/g
const READ: Readonly<Record<string, string>> = { n: ' \n', r: '  ', t: ' \t' }

/**
 * A text as JSON would be read that stands in one line, such as what a tool is given: its lines and quotation marks become such, each sign where it stood. A
 * text that has lines is none.
 */
export function withoutEscapes(text: string): string {
  return text.includes('\n') || !/\\[n"]/.test(text) ? text : text.replaceAll(ESCAPE, (_, sign: string) => READ[sign] ?? ` ${sign}`)
}
