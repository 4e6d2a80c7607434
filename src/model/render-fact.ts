import { tacticTitle } from './attack-tactics.ts'
import type { EntityType } from './entity.ts'
import { ENTITY_TYPES } from './entity.ts'
import type { Fact, FactTemplates, Language } from './reason.ts'
import type { Severity } from './severity.ts'
import { isSeverity } from './severity.ts'
import { formatTime, HOUR_US, MINUTE_US, SECOND_US } from './time.ts'

/** A stretch of a sentence: words of the template, data of the fact, which anyone may have written, or a query to copy, never cut. */
export interface SentencePart {
  readonly kind: 'words' | 'data' | 'query'
  readonly text: string
}

/** How a sentence writes a time, in microseconds. */
type TimeText = (time: number) => string

/** The sentence of a fact as plain text. It still holds data: escape it for where it goes. */
export function renderFact(fact: Fact, templates: FactTemplates, language: Language, timeText: TimeText = utcText): string {
  return renderFactParts(fact, templates, language, timeText).map(part => part.text).join('')
}

/** The same in parts, so that a page can set off what is quoted. A fact without a template shows its data, nothing is hidden. */
export function renderFactParts(fact: Fact, templates: FactTemplates, language: Language, timeText: TimeText = utcText): SentencePart[] {
  const template = templates[fact.fact]?.[language]
  return template === undefined ? renderBare(fact, language) : fillTemplate(template, fact, language, timeText)
}

/** Names a template asks for, in order: what a fact must carry. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name!)
}

export function severityName(severity: Severity, language: Language): string {
  return SEVERITY_NAMES[severity][language]
}

export function entityTypeName(type: EntityType, language: Language): string {
  return ENTITY_NAMES[type][language]
}

/** UTF-16 units of a quoted value in a sentence; the whole value is in the fact. */
const MAX_DATA_LENGTH = 160

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9]*)(?:\|([a-z-]+)(?::([^{}]*))?)?\}/g

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', ja: 'ja-JP' }
const numberFormats = { en: new Intl.NumberFormat(LOCALES.en), ja: new Intl.NumberFormat(LOCALES.ja) }

const SEVERITY_NAMES: Readonly<Record<Severity, Readonly<Record<Language, string>>>> = {
  informational: { en: 'informational', ja: '情報' },
  low: { en: 'low', ja: '低' },
  medium: { en: 'medium', ja: '中' },
  high: { en: 'high', ja: '高' },
  critical: { en: 'critical', ja: '重大' },
}

const ENTITY_NAMES: Readonly<Record<EntityType, Readonly<Record<Language, string>>>> = {
  host: { en: 'host', ja: 'ホスト' },
  user: { en: 'user', ja: 'ユーザー' },
  ip: { en: 'address', ja: 'IP アドレス' },
  domain: { en: 'domain', ja: 'ドメイン' },
  url: { en: 'URL', ja: 'URL' },
  email: { en: 'mail address', ja: 'メールアドレス' },
  process: { en: 'program', ja: 'プログラム' },
  file: { en: 'file', ja: 'ファイル' },
  hash: { en: 'hash', ja: 'ハッシュ値' },
  account: { en: 'account', ja: 'アカウント' },
  evidence: { en: 'evidence', ja: '証拠ファイル' },
}

function fillTemplate(template: string, fact: Fact, language: Language, timeText: TimeText): SentencePart[] {
  const parts: SentencePart[] = []
  let from = 0
  for (const match of template.matchAll(PLACEHOLDER)) {
    const [whole, name, format, argument] = match
    if (match.index > from) parts.push({ kind: 'words', text: template.slice(from, match.index) })
    parts.push(...fill(fact, name!, format ?? '', argument ?? '', language, timeText))
    from = match.index + whole.length
  }
  if (from < template.length) parts.push({ kind: 'words', text: template.slice(from) })
  return parts
}

function fill(fact: Fact, name: string, format: string, argument: string, language: Language, timeText: TimeText): SentencePart[] {
  const number = Object.hasOwn(fact.numbers, name) ? fact.numbers[name] : undefined
  if (number !== undefined) return [{ kind: 'words', text: formatNumber(number, format, argument, language, timeText) }]
  // A term may have a form of its own for Japanese sentences.
  const own = `${name}Ja`
  const term = language === 'ja' && Object.hasOwn(fact.terms, own) ? fact.terms[own] : Object.hasOwn(fact.terms, name) ? fact.terms[name] : undefined
  return term === undefined ? [{ kind: 'words', text: `{${name}}` }] : formatTerm(term, format, language)
}

function utcText(time: number): string {
  return `${formatTime(time).slice(0, 19).replace('T', ' ')} UTC`
}

function formatNumber(number: number, format: string, argument: string, language: Language, timeText: TimeText): string {
  const plain = numberFormats[language].format(number)
  switch (format) {
    case 'plural': {
      const [one = '#', many = one] = argument.split(':')
      return (number === 1 ? one : many).replaceAll('#', plain)
    }
    case 'signed':
      return number > 0 ? `+${plain}` : plain
    case 'time':
      return timeText(number)
    case 'duration':
      return formatDuration(number, language)
    default:
      return plain
  }
}

function formatTerm(term: string, format: string, language: Language): SentencePart[] {
  switch (format) {
    case 'severity':
      return [{ kind: 'words', text: isSeverity(term) ? severityName(term, language) : term }]
    case 'tactics':
      return tactics(term, language === 'ja' ? '、' : ', ', language)
    case 'path':
      return tactics(term, ' → ', language)
    case 'query':
      return [{ kind: 'query', text: term }]
    case 'entity':
      return entityParts(term, language)
    case 'name':
      return entityParts(term, language).slice(-1)
    default:
      return [{ kind: 'data', text: shorten(term) }]
  }
}

function tactics(term: string, separator: string, language: Language): SentencePart[] {
  return [{ kind: 'data', text: term.split(',').map(name => tacticTitle(shorten(name), language)).join(separator) }]
}

/** `host:srv01`; an evidence is known by the first digits of its hash. */
function entityParts(term: string, language: Language): SentencePart[] {
  const colon = term.indexOf(':')
  const type = ENTITY_TYPES.find(each => each === term.slice(0, colon))
  if (type === undefined) return [{ kind: 'data', text: shorten(term) }]
  const value = term.slice(colon + 1)
  const shown = type === 'evidence' ? value.slice(0, 12) : shorten(value)
  return [{ kind: 'words', text: `${entityTypeName(type, language)} ` }, { kind: 'data', text: shown }]
}

function formatDuration(microseconds: number, language: Language): string {
  const [value, en, ja] = microseconds >= HOUR_US ? [microseconds / HOUR_US, 'hour', '時間'] as const
    : microseconds >= MINUTE_US ? [microseconds / MINUTE_US, 'minute', '分'] as const
      : [microseconds / SECOND_US, 'second', '秒'] as const
  const rounded = Math.round(value)
  return language === 'ja' ? `${rounded} ${ja}` : `${rounded} ${en}${rounded === 1 ? '' : 's'}`
}

function renderBare(fact: Fact, language: Language): SentencePart[] {
  const numbers = Object.entries(fact.numbers).map(([name, number]) => `${name} ${numberFormats[language].format(number)}`)
  const terms = Object.entries(fact.terms).map(([name, term]) => `${name} ${shorten(term)}`)
  return [{ kind: 'words', text: `${fact.fact}: ` }, { kind: 'data', text: [...numbers, ...terms].join(', ') }]
}

/** Never half a surrogate pair. */
function shorten(text: string): string {
  if (text.length <= MAX_DATA_LENGTH) return text
  return `${text.slice(0, MAX_DATA_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
