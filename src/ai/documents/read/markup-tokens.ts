/** What a page of markup is made of, with where each stands. */
export type MarkupToken =
  | { readonly kind: 'text', readonly text: string, readonly offset: number }
  | { readonly kind: 'comment', readonly text: string, readonly offset: number }
  | { readonly kind: 'open', readonly name: string, readonly attributes: ReadonlyMap<string, Attribute>, readonly isEmpty: boolean, readonly offset: number }
  | { readonly kind: 'close', readonly name: string, readonly offset: number }
  /** What stands between `<style>` and `</style>`, or another element whose content is no markup. */
  | { readonly kind: 'raw', readonly name: string, readonly text: string, readonly offset: number }

export interface Attribute {
  readonly value: string
  readonly offset: number
}

const RAW_HTML = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes'])
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', shy: '\u00ad', zwj: '\u200d', zwnj: '\u200c', lrm: '\u200e', rlm: '\u200f',
  zerowidthspace: '\u200b', hellip: '…', mdash: '—', ndash: '–', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', copy: '©', reg: '®', colon: ':', period: '.', newline: '\n', tab: '\t',
}
const LETTER = /[A-Za-z]/
const ATTRIBUTE = /[\s/]*([^\s=>/"'][^\s=>/]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']*)))?/y

/**
 * HTML or XML as tokens, in one pass, whatever is wrong with it: what is no tag is text. Names are in small letters for HTML, as written for XML.
 *
 * @param language in HTML, the content of `script`, `style` and the like is no markup
 */
export function* markupTokens(source: string, language: 'html' | 'xml'): Generator<MarkupToken, void, undefined> {
  let textFrom = 0
  let at = 0
  const textTo = (end: number): MarkupToken[] => (end > textFrom ? [{ kind: 'text', text: withoutEntities(source.slice(textFrom, end)), offset: textFrom }] : [])
  while (at < source.length) {
    const open = source.indexOf('<', at)
    if (open < 0) break
    const next = source[open + 1] ?? ''
    if (source.startsWith('<!--', open)) {
      const close = source.indexOf('-->', open + 4)
      const end = close < 0 ? source.length : close
      yield* textTo(open)
      yield { kind: 'comment', text: source.slice(open + 4, end), offset: open + 4 }
      textFrom = at = close < 0 ? end : end + 3
    } else if (source.startsWith('<![CDATA[', open)) {
      const close = source.indexOf(']]>', open)
      const end = close < 0 ? source.length : close
      yield* textTo(open)
      yield language === 'xml' ? { kind: 'text', text: source.slice(open + 9, end), offset: open + 9 } : { kind: 'comment', text: source.slice(open + 9, end), offset: open + 9 }
      textFrom = at = close < 0 ? end : end + 3
    } else if (next === '!' || next === '?') {
      yield* textTo(open)
      textFrom = at = afterTag(source, open)
    } else if (next === '/' && LETTER.test(source[open + 2] ?? '')) {
      yield* textTo(open)
      textFrom = at = afterTag(source, open)
      yield { kind: 'close', name: nameOf(source, open + 2, language), offset: open }
    } else if (LETTER.test(next)) {
      yield* textTo(open)
      const { token, end } = openTag(source, open, language)
      yield token
      textFrom = at = end
      if (language === 'html' && RAW_HTML.has(token.name) && !token.isEmpty) {
        const close = endOfRaw(source, end, token.name)
        yield { kind: 'raw', name: token.name, text: source.slice(end, close), offset: end }
        textFrom = at = close
      }
    } else {
      at = open + 1
    }
  }
  yield* textTo(source.length)
}

function openTag(source: string, open: number, language: 'html' | 'xml'): { readonly token: Extract<MarkupToken, { kind: 'open' }>; readonly end: number } {
  const name = nameOf(source, open + 1, language)
  const attributes = new Map<string, Attribute>()
  ATTRIBUTE.lastIndex = open + 1 + name.length
  let at = ATTRIBUTE.lastIndex
  for (let found = ATTRIBUTE.exec(source); found !== null; found = ATTRIBUTE.exec(source)) {
    at = ATTRIBUTE.lastIndex
    const [whole, key = '', double, single, bare] = found
    const value = double ?? single ?? bare ?? ''
    const written = language === 'html' ? key.toLowerCase() : key
    if (!attributes.has(written)) attributes.set(written, { value: withoutEntities(value), offset: at - value.length - (double === undefined && single === undefined ? 0 : 1) })
    if (whole === '') break
  }
  const close = source.indexOf('>', at)
  return { token: { kind: 'open', name, attributes, isEmpty: close > 0 && source[close - 1] === '/', offset: open }, end: close < 0 ? source.length : close + 1 }
}

function nameOf(source: string, from: number, language: 'html' | 'xml'): string {
  let to = from
  while (to < source.length && !/[\s/>]/.test(source[to]!)) to++
  const name = source.slice(from, to)
  return language === 'html' ? name.toLowerCase() : name
}

function afterTag(source: string, open: number): number {
  const close = source.indexOf('>', open)
  return close < 0 ? source.length : close + 1
}

function endOfRaw(source: string, from: number, name: string): number {
  const pattern = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  pattern.lastIndex = from
  return pattern.exec(source)?.index ?? source.length
}

/** Character references of HTML that are common, and all numeric ones; others stay as they are. */
function withoutEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,20}));?/g, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0x10ffff || code === 0 ? '\ufffd' : String.fromCodePoint(code)
  })
}
