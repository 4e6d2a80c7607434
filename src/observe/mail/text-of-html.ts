/** What a person would read of HTML, roughly, and where its links lead. Nothing of it is ever shown as HTML. Linear in its length. */
export function textOfHtml(html: string): { readonly text: string; readonly links: readonly string[] } {
  const lower = html.toLowerCase()
  const links: string[] = []
  let text = ''
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at)
    text += html.slice(at, open < 0 ? html.length : open)
    if (open < 0) break
    const isComment = html.startsWith('<!--', open)
    const end = html.indexOf(isComment ? '-->' : '>', open)
    if (end < 0) break
    const tag = html.slice(open + 1, end)
    const name = /^\/?([a-z0-9]{1,20})/i.exec(tag)?.[1]?.toLowerCase() ?? ''
    const link = /\s(?:href|src|action)\s*=\s*["']?([^"'\s>]{1,2000})/i.exec(tag.slice(0, TAG_CHARACTERS))?.[1]
    if (link !== undefined) links.push(unescaped(link))
    if (BREAKS.has(name)) text += '\n'
    at = end + (isComment ? 3 : 1)
    if ((name === 'script' || name === 'style') && !tag.startsWith('/')) {
      const close = lower.indexOf(`</${name}`, at)
      if (close < 0) break
      at = close
    }
  }
  return { text: unescaped(text).replaceAll(/[ \t\u00a0]+/g, ' ').replaceAll(/\s*\n\s*/g, '\n'), links }
}

const TAG_CHARACTERS = 8_192
const BREAKS = new Set(['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'h4', 'table', 'blockquote', 'pre'])
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: ' ' }

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' '
  })
}
