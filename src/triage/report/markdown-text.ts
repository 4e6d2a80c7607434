import { visibleText } from './visible-text.ts'

/** Data as plain Markdown text: every character that could mean something is escaped; a `|` would end a table's cell even then. */
export function markdownText(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]()<>#+\-.!~^$=:@&"'/]/g, '\\$&').replaceAll('|', '&#124;')
}

/** Data as a code span, which shows it as it is and makes no links. In a table a `|` cannot be written inside one. */
export function markdownCode(text: string): string {
  const shown = visibleText(text)
  if (shown.includes('|') || shown.trim() === '') return markdownText(shown)
  const longest = [...shown.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0)
  const fence = '`'.repeat(longest + 1)
  const space = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return `${fence}${space}${shown}${space}${fence}`
}
