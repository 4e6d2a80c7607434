import type { Language } from '../../model/reason.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import type { MessageContent } from '../../store/notify/message.ts'
import { plainLine } from '../text/plain-line.ts'
import type { Placeholder, Template } from '../template/templates.ts'
import { fillWords } from '../template/templates.ts'
import type { Occasion } from './occasion.ts'
import { occasionPrefix } from './occasion.ts'
import { NOTICE_WORDS } from './notice-words.ts'

/** What a message tells, before it has words. Every text in it may have been written by anybody. */
export interface Notice {
  readonly template: Template
  readonly occasion: Occasion
  readonly language: Language
  readonly marking: TlpMarking
  readonly values: Readonly<Record<Placeholder, string>>
  /** Label and value, in this order. */
  readonly rows: readonly (readonly [label: string, value: string])[]
  /** Why it is believed, in sentences of its language. */
  readonly reasons: readonly string[]
  readonly links: { readonly case?: string; readonly acknowledge?: string }
  /** For machines. */
  readonly data: Readonly<Record<string, unknown>>
}

/** The words of a notice in plain text, with its marking in front as TLP 2.0 asks of mail. */
export function renderNotice({ template, occasion, language, marking, values, rows, reasons, links, data }: Notice): MessageContent {
  const words = template[language]
  const say = NOTICE_WORDS[language]
  const clean = cleaned(values)
  const label = tlpLabel(marking)
  const subject = plainLine(`[${label}] ${occasionPrefix(occasion, language)}${fillWords(words.subject, clean)}`, SUBJECT_LENGTH)
  const steps = words.steps.map((step, index) => `${index + 1}. ${fillWords(step, clean)}`)
  const text = [
    label,
    '',
    ...(clean.recipient === '' ? [] : [say.greeting(clean.recipient), '']),
    fillWords(words.opening, clean),
    '',
    ...rows.map(([name, value]) => `${name}${say.colon}${plainLine(value, ROW_LENGTH)}`),
    ...(reasons.length === 0 ? [] : ['', say.reasons, ...reasons.map(reason => `- ${plainLine(reason, ROW_LENGTH)}`)]),
    ...(steps.length === 0 ? [] : ['', say.steps, ...steps]),
    ...(links.case === undefined && links.acknowledge === undefined ? [] : ['']),
    ...(links.case === undefined ? [] : [`${say.open}${say.colon}${links.case}`]),
    ...(links.acknowledge === undefined ? [] : [`${say.acknowledge}${say.colon}${links.acknowledge}`]),
    '',
    say.origin(clean.organisation),
    label,
    '',
  ].join('\n')
  return { subject, text, data: { ...data, subject, language, marking: label }, attachments: [] }
}

/** `TLP:AMBER+STRICT`. */
export function tlpLabel(marking: TlpMarking): string {
  return `TLP:${marking.toUpperCase()}`
}

/** UTF-16 units: what lists of mail show, twice over; and a row of a mail. */
const SUBJECT_LENGTH = 200
const ROW_LENGTH = 1_000

function cleaned(values: Readonly<Record<Placeholder, string>>): Record<Placeholder, string> {
  const { title, subjects, severity, priority, organisation, recipient, case: id } = values
  return {
    title: plainLine(title), subjects: plainLine(subjects), severity: plainLine(severity), priority: plainLine(priority), organisation: plainLine(organisation),
    recipient: plainLine(recipient), case: plainLine(id),
  }
}
