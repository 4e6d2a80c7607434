/**
 * The data of a notice as XML 1.0 (fifth edition): members become elements of their name, members of lists elements `item`. Characters that XML
 * cannot hold become U+FFFD.
 */
export function noticeXml(data: Readonly<Record<string, unknown>>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<notice xmlns="urn:noroshi:notice:1">\n${membersOf(data, 1)}</notice>\n`
}

function membersOf(data: object, depth: number): string {
  return Object.entries(data).map(([name, value]: [string, unknown]) => element(elementName(name), value, depth)).join('')
}

function element(name: string, value: unknown, depth: number): string {
  if (value === null || value === undefined || depth > DEEPEST) return ''
  const indent = '  '.repeat(depth)
  if (Array.isArray(value)) return `${indent}<${name}>\n${value.map((member: unknown) => element('item', member, depth + 1)).join('')}${indent}</${name}>\n`
  if (typeof value === 'object') return `${indent}<${name}>\n${membersOf(value, depth + 1)}${indent}</${name}>\n`
  return `${indent}<${name}>${escaped(String(value))}</${name}>\n`
}

/** Levels; notices have four. */
const DEEPEST = 16

function elementName(name: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(name) ? name : `_${name.replaceAll(/[^\w.-]/g, '_')}`
}

function escaped(text: string): string {
  return text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\r', '&#13;')
}
