import { SHOWN_ROWS } from './defaults.ts'
import { familyChart } from './family-chart.ts'
import type { DayFigures, Figures } from './figures-schema.ts'
import { FIGURES_STYLE } from './figures-style.ts'
import type { FiguresLanguage } from './figures-words.ts'
import { FIGURES_WORDS, keyName } from './figures-words.ts'
import { escapeHtml } from './escape-html.ts'

/** A page for the public: one file without scripts or anything from elsewhere, in the reader's theme, with those who must be named. */
export function figuresPage({ days, attributions }: Figures, language: FiguresLanguage): string {
  const words = FIGURES_WORDS[language]
  const last = days.at(-1)
  const credits = attributions.map(({ name, url }) => `<a href="${escapeHtml(url)}">${escapeHtml(name)}</a>`).join(', ')
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${words.title}</title><style>${FIGURES_STYLE}</style></head><body>
<header><h1>${words.title}</h1><p>${words.subtitle}${last === undefined ? '' : ` · ${days[0]?.date === last.date ? '' : `${days[0]?.date} – `}${last.date} (UTC)`}</p></header>
<main>${last === undefined ? `<p>${words.none}</p>` : `${tiles(last, language)}${chart(days, language)}${detail(last, language)}`}
<p class="about">${words.about}</p></main>
<footer>${credits === '' ? '' : `<span>${words.data} ${credits}</span>`}<span>Noroshi</span></footer>
</body></html>
`
}

function tiles({ packets, sources, surveys, infected, victims, date }: DayFigures, language: FiguresLanguage): string {
  const words = FIGURES_WORDS[language]
  const number = new Intl.NumberFormat(language)
  const tile = (title: string, value: string, note: string) => `<div class="tile"><span>${title}</span><b>${value}</b><small>${note}</small></div>`
  const without = (count: number) => `${words.without} ${number.format(count)}`
  return `<section aria-label="${date}"><div class="tiles">
${tile(words.infected, number.format(infected.hosts.withoutSurveys), date)}
${tile(words.sources, number.format(sources.all), without(sources.withoutSurveys))}
${tile(words.packets, number.format(packets.all), without(packets.withoutSurveys))}
${tile(words.surveys, number.format(surveys.sources), words.share((100 * surveys.share).toFixed(1)))}
${tile(words.victims, number.format(victims.targets), date)}
</div></section>`
}

function chart(days: readonly DayFigures[], language: FiguresLanguage): string {
  return `<section><h2>${FIGURES_WORDS[language].byDay}</h2><div class="card scroll">${familyChart(days, language)}</div></section>`
}

function detail({ date, infected, ports, victims }: DayFigures, language: FiguresLanguage): string {
  const words = FIGURES_WORDS[language]
  const hosts = (title: string, rows: DayFigures['infected']['byCountry']) => card(`${words.infected} · ${title}`,
    bars(rows.map(({ key, withoutSurveys }) => ({ name: keyName(key, language), value: withoutSurveys })), language))
  const targets = (title: string, rows: DayFigures['victims']['byCountry']) => card(`${words.victims} · ${title}`,
    bars(rows.map(({ key, targets: value }) => ({ name: keyName(key, language), value })), language))
  return `<section><h2>${words.lastDay} · ${date}</h2><div class="columns">
${hosts(words.country, infected.byCountry)}${hosts(words.system, infected.bySystem)}
${targets(words.country, victims.byCountry)}${targets(words.system, victims.bySystem)}</div></section>
<section><h2>${words.ports}</h2><div class="card scroll">${portTable(ports, language)}</div></section>
${victims.networks.length === 0 ? '' : `<section><h2>${words.carpets}</h2><div class="card scroll">${networkTable(victims.networks, language)}</div></section>`}`
}

function card(title: string, content: string): string {
  return `<div class="card"><h3>${title}</h3>${content}</div>`
}

function bars(rows: readonly { readonly name: string, readonly value: number }[], language: FiguresLanguage): string {
  const shown = rows.slice(0, SHOWN_ROWS)
  const most = Math.max(1, ...shown.map(({ value }) => value))
  const number = new Intl.NumberFormat(language)
  if (shown.length === 0) return '<p class="muted">–</p>'
  return `<div class="bars">${shown.map(({ name, value }) => `<span class="name" title="${escapeHtml(name)}">${escapeHtml(name)}</span>
<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="bar" width="${(100 * value / most).toFixed(1)}" height="8"/></svg>
<span class="number">${number.format(value)}</span>`).join('')}</div>`
}

function portTable(ports: DayFigures['ports'], language: FiguresLanguage): string {
  const words = FIGURES_WORDS[language]
  const number = new Intl.NumberFormat(language)
  const cell = (count: number) => `<td class="number">${number.format(count)}</td>`
  return `<table><thead><tr><th>${words.port}</th>${[words.hosts, words.packets].flatMap(what => [words.without, words.all].map(which => `<th class="number">${what}<br><small>${which}</small></th>`)).join('')}</tr></thead>
<tbody>${ports.slice(0, 2 * SHOWN_ROWS).map(({ port, hosts, packets }) =>
  `<tr><th scope="row">${port}</th>${cell(hosts.withoutSurveys)}${cell(hosts.all)}${cell(packets.withoutSurveys)}${cell(packets.all)}</tr>`).join('\n')}</tbody></table>`
}

function networkTable(networks: DayFigures['victims']['networks'], language: FiguresLanguage): string {
  const words = FIGURES_WORDS[language]
  const number = new Intl.NumberFormat(language)
  return `<table><thead><tr><th>${words.system}</th><th class="number">${words.targets}</th><th class="number">${words.perMinute}</th></tr></thead>
<tbody>${networks.slice(0, 2 * SHOWN_ROWS).map(({ network, targets, maxPacketsPerMinute }) =>
  `<tr><th scope="row">${escapeHtml(network)}</th><td class="number">${number.format(targets)}</td><td class="number">${number.format(maxPacketsPerMinute)}</td></tr>`).join('\n')}</tbody></table>`
}
