import type { Language } from '../model/reason.ts'
import { entityKey } from '../model/entities.ts'
import { formatTime } from '../model/time.ts'
import type { Holding } from '../model/holding.ts'
import { observe } from '../observe/index.ts'
import { inZones } from '../pipeline/in-zones.ts'
import { loadMappings, MAPPINGS_DIRECTORY } from '../pipeline/load-mappings.ts'
import type { TriedRecord, TriedSource } from '../pipeline/try/tried-source.ts'
import { triedSourceView } from '../pipeline/try/tried-source-view.ts'
import { trySource } from '../pipeline/try/try-source.ts'
import { jsonText } from '../platform/json-text.ts'
import { printable } from './evidence.ts'
import { requirePaths } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { archiveOptionsOf, readSettings } from './settings.ts'
import { SOURCE_TRY_WORDS } from './source-try-words.ts'
import { writeLines } from './write-lines.ts'

export interface SourceTryOptions extends CommonOptions {
  readonly mapping: readonly string[]
  readonly records: number
  readonly date?: number
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi source try`: what files would yield; exit code 1 when one is not recognised or something in it could not be read. */
export async function sourceTry(path: string, options: SourceTryOptions): Promise<number> {
  requirePaths([path, ...options.mapping])
  const settings = readSettings(options)
  const mappings = loadMappings(MAPPINGS_DIRECTORY, options.mapping)
  const decoders = (observe(mappings).decoders ?? []).map(decoder => inZones(decoder, settings.zones))
  const trial = { date: options.date, records: options.records, archives: archiveOptionsOf(settings) }
  let isWhole = true

  async function* lines(): AsyncGenerator<string> {
    for await (const tried of trySource(path, { mappings, decoders }, trial)) {
      isWhole &&= tried.decoder !== null && tried.errors.total === 0
      yield options.json === true ? `${jsonText(triedSourceView(tried))}\n` : linesOf(tried, options.lang).map(line => `${printable(line)}\n`).join('')
    }
  }

  await writeLines(process.stdout, lines())
  return isWhole ? 0 : 1
}

function linesOf(tried: TriedSource, language: Language): string[] {
  const words = SOURCE_TRY_WORDS[language]
  const { times, errors, advice } = tried
  return [
    tried.path,
    `  ${words.encoding}: ${tried.encoding ?? words.noText}   ${words.decoder}: ${tried.decoder ?? words.none}   ${words.events(tried.events, tried.isCut)}`,
    ...(tried.datasets.length === 0 ? [] : [`  ${words.dataset}: ${tried.datasets.map(({ dataset, events }) => `${dataset} (${events})`).join(', ')}`]),
    ...(times.first === null ? [] : [`  ${words.times}: ${formatTime(times.first)} – ${formatTime(times.last) ?? ''}`]),
    ...(times.without === 0 ? [] : [`    ${words.without(times.without)}`]),
    ...(times.zoneAssumed === 0 ? [] : [`    ${words.zone(times.zoneAssumed)}`]),
    ...(times.yearAssumed === 0 ? [] : [`    ${words.year(times.yearAssumed)}`]),
    ...tried.samples.flatMap(sample => recordLines(sample, language)),
    ...(errors.total === 0 ? [] : [`  ${words.errors(errors.total)}:`]),
    ...errors.samples.map(({ offset, reason, sample }) => `    ${offset}: ${reason}${sample === '' ? '' : `: ${sample}`}`),
    `  ${words.advice[advice.kind](advice.programs.join(', '))}`,
    ...(advice.mapping === '' ? [] : advice.mapping.trimEnd().split('\n').map(line => `    ${line}`)),
    '',
  ]
}

function recordLines(sample: TriedRecord, language: Language): string[] {
  const words = SOURCE_TRY_WORDS[language]
  const { product, services, categories, isOpen } = sample.logsource
  const marks = [sample.isZoneAssumed ? words.zoneMark : '', sample.isYearAssumed ? words.yearMark : ''].filter(mark => mark !== '')
  const rules = isOpen ? words.anyRule : [product ?? '', services.join('/'), categories.join('/')].filter(part => part !== '').join(', ')
  return [
    `  ${words.record} ${sample.record}: ${sample.dataset}  ${formatTime(sample.time) ?? words.noTime}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`,
    `    ${words.subject}: ${entityKey(sample.subject)}   ${words.logsource}: ${rules}`,
    ...(sample.entities.length === 0 ? [] : [`    ${words.entities}: ${sample.entities.map(entityKey).join(', ')}`]),
    ...sample.holdings.map(holding => `    ${words.holdings}: ${holdingText(holding)}`),
    `    ${words.fields}: ${jsonText(sample.fields)}`,
  ]
}

function holdingText({ kind, act, address, mac, user, host, place, translation }: Holding): string {
  const outer = translation === null ? '' : `→ ${translation.address}${translation.ports === null ? '' : `:${[...new Set(translation.ports)].join('-')}`}`
  return [kind, act, address, mac, user, host, place, outer].filter(part => part !== '').join(' ')
}
