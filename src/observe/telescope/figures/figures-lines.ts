import { SHOWN_ROWS } from './defaults.ts'
import type { DayFigures, Figures } from './figures-schema.ts'
import type { FiguresLanguage } from './figures-words.ts'
import { FIGURES_WORDS, keyName } from './figures-words.ts'

/** The figures for people at a terminal: each number of all sources, and after the stroke without survey scanners. */
export function* figuresLines({ days, campaigns, attributions }: Figures, language: FiguresLanguage): Generator<string> {
  const words = FIGURES_WORDS[language]
  if (days.length === 0) yield `${words.none}\n`
  for (const day of days) yield* dayLines(day, language)
  for (const { id, ports, days: seen, mostSources } of campaigns.slice(0, SHOWN_ROWS)) {
    yield `${words.campaigns}: ${id}, ${words.port} ${ports.join(' ')}, ${words.hosts} ${mostSources}, ${words.lasted(seen.length)}\n`
  }
  if (attributions.length > 0) yield `\n${words.data} ${attributions.map(({ name, url }) => `${name} ${url}`).join(', ')}\n`
}

function* dayLines({ date, packets, sources, surveys, infected, ports, victims }: DayFigures, language: FiguresLanguage): Generator<string> {
  const words = FIGURES_WORDS[language]
  const both = ({ all, withoutSurveys }: { readonly all: number, readonly withoutSurveys: number }) => `${all} / ${withoutSurveys}`
  yield `${date}  (${words.all} / ${words.without})\n`
  yield `  ${words.packets}: ${both(packets)}\n  ${words.sources}: ${both(sources)}\n`
  yield `  ${words.surveys}: ${surveys.sources}, ${words.share((100 * surveys.share).toFixed(1))}\n`
  yield `  ${words.infected}: ${both(infected.hosts)}\n`
  for (const [title, rows] of [[words.family, infected.byFamily], [words.country, infected.byCountry], [words.system, infected.bySystem]] as const) {
    yield `    ${title}: ${rows.slice(0, SHOWN_ROWS).map(row => `${keyName(row.key, language)} ${both(row)}`).join(', ')}\n`
  }
  yield `  ${words.ports}:\n`
  for (const row of ports.slice(0, SHOWN_ROWS)) yield `    ${String(row.port).padStart(5)}  ${words.hosts} ${both(row.hosts)}  ${words.packets} ${both(row.packets)}\n`
  yield `  ${words.victims}: ${victims.targets}\n`
  for (const [title, rows] of [[words.country, victims.byCountry], [words.system, victims.bySystem]] as const) {
    if (rows.length > 0) yield `    ${title}: ${rows.slice(0, SHOWN_ROWS).map(({ key, targets }) => `${keyName(key, language)} ${targets}`).join(', ')}\n`
  }
  for (const { network, targets, maxPacketsPerMinute } of victims.networks.slice(0, SHOWN_ROWS)) yield `    ${words.carpets}: ${network}, ${words.targets} ${targets}, ${maxPacketsPerMinute} ${words.perMinute}\n`
}
