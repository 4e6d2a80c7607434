import { styleText } from 'node:util'
import type { Case } from '../../model/case.ts'
import { renderFact, severityName } from '../../model/render-fact.ts'
import type { Fact, FactTemplates, Language } from '../../model/reason.ts'
import { factsOf } from '../../model/reason.ts'
import type { Severity } from '../../model/severity.ts'
import { TERMINAL_CASES, TERMINAL_COLUMNS } from '../defaults.ts'
import { LABELS } from './labels.ts'
import type { ReportInput } from './report-input.ts'
import { spanText } from './span-text.ts'
import { visibleText } from './visible-text.ts'

/** What is known of where the lines go: `process.stdout`, say. A pipe has no columns and gets no colours. */
export interface Terminal {
  readonly columns?: number | undefined
  readonly isTTY?: boolean | undefined
}

/**
 * The few cases that matter, three lines each: priority, severity and title; when and how much; why. Values are data: control
 * characters never reach the terminal. Longer lines are cut; severity stands in words, so colours may be missing.
 * Each line ends with a line feed.
 */
export function caseLines({ triaged, templates }: ReportInput, language: Language, terminal: Terminal): string[] {
  // A terminal that does not know its width says 0.
  const width = terminal.columns || TERMINAL_COLUMNS
  const colour = terminal.isTTY === true && !process.env['NO_COLOR'] ? 'colour' : 'plain'
  const shown = triaged.cases.slice(0, TERMINAL_CASES)
  const more = triaged.cases.length - shown.length
  const lines = shown.flatMap(each => linesOf(each, templates, language, width, colour))
  if (more > 0) lines.push(paint(fit(MORE[language](more), width), 'dim', colour))
  return lines.map(line => `${line}\n`)
}

const COLOURS: Readonly<Record<Severity, Parameters<typeof styleText>[0]>> = {
  critical: ['bold', 'red'], high: 'red', medium: 'yellow', low: 'green', informational: 'blue',
}

const MORE: Readonly<Record<Language, (count: number) => string>> = {
  en: count => `… and ${count} more ${count === 1 ? 'case' : 'cases'} in the report`,
  ja: count => `… ほか ${count} 件のケースは報告書にあります`,
}

function linesOf(each: Case, templates: FactTemplates, language: Language, width: number, colour: TerminalColour): string[] {
  const labels = LABELS[language]
  const severity = severityName(each.severity, language)
  const reason = whyLine(each)
  const why = reason === undefined ? '' : renderFact(reason, templates, language)
  const head = fit(`${String(each.priority).padStart(3)}  ${severity}  ${each.title[language]}`, width)
  const from = head.indexOf(severity)
  const to = from + severity.length
  const zone = each.firstSeen === null ? '' : ' UTC'
  const when = `${spanText(each.firstSeen, each.lastSeen, labels.noTime)}${zone} · ${labels.findings} ${each.findings.length}`
  return [
    from < 0 ? head : head.slice(0, from) + paint(head.slice(from, to), COLOURS[each.severity], colour) + head.slice(to),
    paint(fit(`     ${when}`, width), 'dim', colour),
    fit(`     ${why}`, width),
  ]
}

type TerminalColour = 'colour' | 'plain'

/** The title already names the strongest rule: how the findings hang together says more. */
function whyLine({ explanation, findings }: Case): Fact | undefined {
  return findings.length === 1 ? factsOf(explanation.why)[0] : explanation.what
}

function paint(text: string, style: Parameters<typeof styleText>[0], colour: TerminalColour): string {
  return colour === 'plain' ? text : styleText(style, text, { validateStream: false })
}

/** Cuts to the columns of a terminal, where East Asian wide characters take two. */
function fit(text: string, width: number): string {
  let columns = 0
  let fitted = ''
  for (const character of visibleText(text)) {
    columns += WIDE.test(character) ? 2 : 1
    if (columns > width - 1) return `${fitted}…`
    fitted += character
  }
  return fitted
}

/** What takes two columns (Unicode Standard Annex 11), as far as our languages and emoji go. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
