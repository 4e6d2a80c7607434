import { MOST_MARKUP } from './defaults.ts'

/** Markup of an answer that runs, or leads elsewhere, where the answer is shown raw. */
export interface MarkupInAnswer {
  readonly start: number
  readonly end: number
  /** What is wrong with it, as it is written. */
  readonly subject: string
}

const MAYBE_MARKUP = /<[a-z!/]|script|data\s*(?::|&)|\bon[a-z]{3,}/i
/** Elements that run, hold other pages, or change where a page leads; `Array<Object>` is a type. Pictures and films are for the look at addresses. */
const ELEMENT = /<(?:script|iframe|frame|(?<!\w<)object|embed|applet|base|portal|fencedframe)\b(?=[\s/>]|$)|<meta\b[^<>]{0,200}http-equiv\s*=\s*["']?refresh|<form\b[^<>]{0,400}\baction\s*=\s*["']?(?:https?:)?\/\//gi
/** An event's handler within an element, but of JSX, which is a program. */
const HANDLER = /<[a-z][\w:-]{0,40}(?=[\s/"'])[^<>]{0,1000}?[\s/"'](on[a-z]{3,30}\s{0,9}=(?!\s{0,9}\{))/gi
const ADDRESS = /(?:\b(?:href|src|action|formaction|data|srcdoc|content|to|values|from)\s{0,9}=\s{0,9}["']?|\]\(\s{0,9}<?|\]:\s{0,9}<?)([^"'<>)]{1,300})/gi
const RUNS = /^(?:javascript|vbscript|livescript):|^data:(?:text\/html|image\/svg\+xml|application\/xhtml\+xml|text\/xml)/

/**
 * Markup that runs where an answer is shown without being escaped: scripts and other pages, handlers of events, addresses that are programs, forms that send
 * elsewhere. Each once, as it is written.
 */
export function markupInAnswer(text: string): MarkupInAnswer[] {
  if (!MAYBE_MARKUP.test(text)) return []
  const found = new Map<string, MarkupInAnswer>()
  const add = (start: number, written: string) => {
    const subject = written.toLowerCase().replaceAll(/\s+/g, ' ')
    if (found.size < MOST_MARKUP && !found.has(subject)) found.set(subject, { start, end: start + written.length, subject })
  }
  for (const match of text.matchAll(ELEMENT)) add(match.index, match[0])
  for (const match of text.matchAll(HANDLER)) add(match.index + match[0].length - (match[1] ?? '').length, match[1] ?? '')
  for (const match of text.matchAll(ADDRESS)) if (RUNS.test(asBrowsersRead(match[1] ?? ''))) add(match.index, match[0].slice(0, LONGEST_SUBJECT))
  return [...found.values()]
}

/** Characters of an address that name the finding. */
const LONGEST_SUBJECT = 40

/** Entities decoded, blanks and control characters left out, in small letters. */
function asBrowsersRead(address: string): string {
  return address
    .replaceAll(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi, (_, hex?: string, decimal?: string) => letterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)))
    .replaceAll(/&(?:tab|newline);/gi, '').replaceAll(/&colon;/gi, ':').replaceAll(/[\0-\x20]/g, '').toLowerCase()
}

function letterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
