import { hash } from 'node:crypto'
import type { Language } from '../../../model/reason.ts'
import { formatTime } from '../../../model/time.ts'
import { OPEN_CASES, SHOWN_CASES } from '../../defaults.ts'
import { LABELS } from '../labels.ts'
import type { Overview } from '../overview.ts'
import { overviewOf } from '../overview.ts'
import type { ReportInput } from '../report-input.ts'
import { CaseCards } from './case-card.ts'
import { evidenceSection } from './evidence-section.ts'
import { Html, html } from './html.ts'
import { logo } from './logo.ts'
import { overviewSection } from './overview-section.ts'
import { STYLE } from './style.ts'
import { verifySection } from './verify-section.ts'

/**
 * report.html in pieces: one page that needs no network, no script and no other file. Shows the first cases (docs/triage.md);
 * memory stays that of one case.
 */
export function* reportHtml(input: ReportInput, language: Language): Generator<string> {
  const labels = LABELS[language]
  const number = new Intl.NumberFormat(language)
  const overview = overviewOf(input)
  const { cases } = input.triaged
  const shown = cases.slice(0, SHOWN_CASES)
  const cards = new CaseCards(input, language)

  yield head(language, labels.title)
  yield html`<header class="top">${logo}<div><h1>${labels.title}</h1><p>${labels.subtitle}</p></div>${range(overview, language)}</header>
<main>
${overviewSection(input, overview, language)}`.text
  yield html`<section id="cases"><h2>${labels.casesInOrder}</h2>
${cases.length === 0 ? html`<p class="card">${labels.nothingFound}</p>` : null}
${cases.length > shown.length ? html`<p class="note">${labels.shownOf(String(shown.length), number.format(cases.length))}</p>` : null}
`.text
  for (const [i, each] of shown.entries()) yield cards.card(each, i < OPEN_CASES).text
  yield html`</section>
${evidenceSection(input.evidence, language)}
${verifySection(input, language)}
</main>
<footer><span>${labels.madeBy(input.version, number.format(input.seconds))}</span><span>${labels.handling}</span></footer>
</body></html>
`.text
}

function head(language: Language, title: string): string {
  const styleHash = hash('sha256', STYLE, 'base64')
  const sources = `default-src 'none'; script-src 'none'; style-src 'sha256-${styleHash}'; img-src data:`
  const policy = `${sources}; base-uri 'none'; form-action 'none'`
  return html`${Html.trusted('<!doctype html>')}
<html lang="${language}"><head><meta charset="utf-8">
${Html.trusted(`<meta http-equiv="Content-Security-Policy" content="${policy}">`)}
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark"><meta name="generator" content="Noroshi">
<title>Noroshi · ${title}</title><link rel="icon" href="data:,">
${Html.trusted(`<style>${STYLE}</style>`)}</head>
<body>
`.text
}

function range({ first, last }: Overview, language: Language): Html {
  const labels = LABELS[language]
  if (first === null || last === null) return html`<div class="range">${labels.noTimes}</div>`
  return html`<div class="range">${labels.evidenceFrom}<b>${minute(first)} – ${minute(last)} UTC</b></div>`
}

function minute(time: number): string {
  return formatTime(time).slice(0, 16).replace('T', ' ')
}
