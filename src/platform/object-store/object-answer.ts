/** What an S3-compatible store says went wrong, from its XML; empty where it says nothing. */
export function storeError(xml: string): string {
  return [textIn(xml, 'Code'), textIn(xml, 'Message')].filter(text => text !== null && text !== '').join(': ').slice(0, 300)
}

/** The text of the first element of this name, which holds nothing but text; null without one. Of XML no more is read than that. */
export function textIn(xml: string, name: string): string | null {
  const from = xml.indexOf(`<${name}>`)
  const to = from < 0 ? -1 : xml.indexOf(`</${name}>`, from)
  return to < 0 ? null : unescaped(xml.slice(from + name.length + 2, to))
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' }

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
