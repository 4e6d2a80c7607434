import type { Figures } from './figures-schema.ts'

/** One long table: a line for each figure of each day, of all sources and without survey scanners (empty where that makes no difference). */
export function* figuresCsv({ days }: Figures): Generator<string> {
  yield 'date,figure,key,all,without_surveys\n'
  for (const { date, packets, sources, surveys, infected, ports, victims, campaigns } of days) {
    const line = (figure: string, key: string, all: number, withoutSurveys: number | '') => `${date},${figure},${quoted(key)},${all},${withoutSurveys}\n`
    yield line('packets', '', packets.all, packets.withoutSurveys)
    yield line('sources', '', sources.all, sources.withoutSurveys)
    yield line('survey-sources', '', surveys.sources, '')
    yield line('survey-packets', '', surveys.packets, '')
    yield line('infected-hosts', '', infected.hosts.all, infected.hosts.withoutSurveys)
    for (const [figure, rows] of [['infected-hosts-by-family', infected.byFamily], ['infected-hosts-by-country', infected.byCountry], ['infected-hosts-by-system', infected.bySystem]] as const) {
      for (const { key, all, withoutSurveys } of rows) yield line(figure, key, all, withoutSurveys)
    }
    for (const { port, packets: count } of ports) yield line('packets-by-port', String(port), count.all, count.withoutSurveys)
    for (const { port, hosts } of ports) yield line('hosts-by-port', String(port), hosts.all, hosts.withoutSurveys)
    yield line('victims', '', victims.targets, '')
    for (const { key, targets } of victims.byCountry) yield line('victims-by-country', key, targets, '')
    for (const { key, targets } of victims.bySystem) yield line('victims-by-system', key, targets, '')
    for (const { id, sources: members } of campaigns) yield line('campaign-sources', id, members, '')
    for (const { network, targets } of victims.networks) yield line('victims-of-carpet-bombing', network, targets, '')
  }
}

/** RFC 4180; and what a spreadsheet would take for a formula is made text: names of networks are anybody's. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
