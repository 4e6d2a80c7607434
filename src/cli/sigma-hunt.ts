import { existsSync } from 'node:fs'
import { openHouse } from '../capabilities.ts'
import type { RuleSet } from '../detect/sigma/load/load-rules.ts'
import { loadRules } from '../detect/sigma/load/load-rules.ts'
import { ruleHunter } from '../detect/sigma/retro/rule-hunter.ts'
import type { Language } from '../model/reason.ts'
import { DAY_US, formatTime } from '../model/time.ts'
import { entityKey } from '../model/entities.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import type { HuntProgress, RuleHit } from '../pipeline/retro/hunt-rules.ts'
import { huntRules } from '../pipeline/retro/hunt-rules.ts'
import type { RulePreview } from '../pipeline/retro/rule-preview.ts'
import { PreviewCollector } from '../pipeline/retro/rule-preview.ts'
import { jsonText } from '../platform/json-text.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { ProgressLine } from '../platform/progress-line.ts'
import type { TimeRange } from '../query/between-times.ts'
import type { EventReader } from '../store/events/event-reader.ts'
import { storedEvidence } from '../store/ledger/stored-evidence.ts'
import type { HitLine, PreviewLine } from './retro-schemas.ts'
import { ruleDirectories } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf, readSettings } from './settings.ts'
import { goneSignal, terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface SigmaHuntOptions extends CommonOptions, TimeRange {
  readonly rules: readonly string[]
  readonly limit: number
  readonly preview?: boolean
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi sigma hunt`: what rules find of everything that was ingested, the same as detection would have found. */
export async function sigmaHunt(names: readonly string[], options: SigmaHuntOptions): Promise<number> {
  const settings = readSettings(options)
  const { ruleSet, keys } = chosenRules(names, options)
  return withStore(options, settings, async store => {
    const { mappings } = openHouse({ ruleDirectories: [] })
    const evidence = await storedEvidence(store.ledger)
    const reader: EventReader = {
      client: store.clickhouse.client, scope: await eventScope(store), mappings,
      paths: new Map(evidence.map(({ sha256, paths }) => [sha256, paths.map(({ path }) => path)])),
      ...goneSignal(),
    }
    const words = WORDS[options.lang]
    const preview = new PreviewCollector()
    const shown = new ProgressLine(terminal().stderr)
    let progress: HuntProgress = { searched: 0, total: 0, candidates: 0 }
    let matches = 0
    const started = performance.now()
    async function* lines() {
      for await (const step of huntRules(reader, ruleHunter(ruleSet, keys, mappings), { from: options.from, to: options.to, folder: store.folder.spool })) {
        if (step.kind === 'progress') {
          progress = step.progress
          shown.show(() => words.progress(progress))
          continue
        }
        for (const hit of step.hits) {
          matches++
          preview.add(hit)
          if (options.preview === true || matches > options.limit) continue
          shown.clear()
          yield hitLine(hit, reader, options.json === true)
        }
      }
      shown.clear()
      if (options.preview === true) for (const each of preview.previews()) yield previewText(each, options, progress)
    }
    await writeLines(terminal().stdout, lines())
    const hidden = options.preview !== true && matches > options.limit ? options.limit : null
    terminal().stderr.write(`${words.summary(matches, preview.previews().length, keys.length, progress, hidden, (performance.now() - started) / 1_000)}\n`)
    return 0
  })
}

/** Rules of files that are named; else, of the rules in use, those with a key or a title that is named; without a name all of them. @throws NoroshiError `usage` */
function chosenRules(names: readonly string[], options: SigmaHuntOptions): { readonly ruleSet: RuleSet; readonly keys: readonly string[] } {
  const settings = readSettings(options)
  const files = names.filter(name => existsSync(name))
  const ruleSet = loadRules([...(files.length === names.length && files.length > 0 ? [] : ruleDirectories(options.rules, settings, dataPathsOf(options))), ...files], settings.sigma)
  const all = [...ruleSet.rules, ...ruleSet.correlations]
  const chosen = names.length === 0 ? all : all.filter(({ summary, file }) =>
    names.some(name => summary.id === name || summary.title === name || file === name || file.startsWith(`${name}/`)))
  const unknown = names.find(name => !files.includes(name) && !chosen.some(({ summary }) => summary.id === name || summary.title === name))
  if (unknown !== undefined) throw new NoroshiError('usage', `no rule has the key or the title "${unknown}", and no file this name`)
  if (chosen.length === 0) throw new NoroshiError('usage', 'there is no rule to search by; noroshi sigma check says what does not load')
  return { ruleSet, keys: chosen.map(({ summary }) => summary.id) }
}

function hitLine({ id, rule, event, subject }: RuleHit, { paths }: EventReader, asJson: boolean): string {
  const { id: eventId, time, evidence, record } = event
  const path = paths.get(evidence)?.[0] ?? evidence
  if (asJson) {
    const line: HitLine = { id, path, record, eventId, time: formatTime(time), ruleId: rule.id, ruleTitle: rule.title, level: rule.level, subject: entityKey(subject) }
    return `${JSON.stringify(line)}\n`
  }
  return `${formatTime(time) ?? 'no time'.padEnd(27)}  ${rule.level.padEnd(13)}  ${rule.title}  ${subject.value}  ${path}#${record}\n`
}

function previewText(preview: RulePreview, { json, lang }: SigmaHuntOptions, { total }: HuntProgress): string {
  const { rule, matches, findings, first, last, buckets, spanUs, subjects, samples } = preview
  const days = Math.max(1, ((last ?? 0) - (first ?? 0)) / DAY_US)
  if (json === true) {
    const line: PreviewLine = {
      ruleId: rule.id, ruleTitle: rule.title, level: rule.level, matches, findings, findingsPerDay: findings / days, eventsSearched: total,
      first: formatTime(first), last: formatTime(last), spanSeconds: spanUs / 1e6,
      buckets: buckets.map(({ time, count }) => ({ time: formatTime(time), count })), withoutTime: preview.withoutTime,
      subjects: [...subjects], otherSubjects: preview.otherSubjects,
      samples: samples.map(({ id, time, subject, found }) => (
        { eventId: id, time: formatTime(time), subject, dataset: found?.dataset ?? null, fields: found === null ? null : { ...found.fields } })),
    }
    return `${jsonText(line)}\n`
  }
  const words = WORDS[lang]
  return [
    `${rule.title} (${rule.level}, ${rule.id})`,
    `  ${words.preview(matches, findings, findings / days)}`,
    ...buckets.slice(0, SHOWN).map(({ time, count }) => `  ${formatTime(time).slice(0, 16).replace('T', ' ')}  ${String(count).padStart(9)}`),
    ...(buckets.length > SHOWN ? [`  … ${buckets.length - SHOWN}`] : []),
    ...subjects.slice(0, SHOWN).map(({ subject, count }) => `  ${subject}  ${count}`), '',
  ].map(line => `${line}\n`).join('')
}

/** Spans and subjects of a rule that are listed for people. */
const SHOWN = 10

interface Words {
  progress(progress: HuntProgress): string
  preview(matches: number, findings: number, perDay: number): string
  summary(matches: number, matching: number, rules: number, progress: HuntProgress, hidden: number | null, seconds: number): string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    progress: ({ searched, total }) => `${searched.toLocaleString('en')} of ${total.toLocaleString('en')} events searched`,
    preview: (matches, findings, perDay) => `matches ${matches}, findings ${findings}, about ${perDay.toFixed(1)} a day`,
    summary: (matches, matching, rules, { total, candidates }, hidden, seconds) =>
      `${matches} matches by ${matching} of ${rules} rules in ${total} events (${candidates} looked at closely), ${seconds.toFixed(1)} s${hidden === null ? '' : `; the first ${hidden} shown (see --limit)`}`,
  },
  ja: {
    progress: ({ searched, total }) => `${total.toLocaleString('ja')} 件中 ${searched.toLocaleString('ja')} 件のイベントを検索しました`,
    preview: (matches, findings, perDay) => `一致 ${matches} 件、検知 ${findings} 件(1 日あたり約 ${perDay.toFixed(1)} 件)`,
    summary: (matches, matching, rules, { total, candidates }, hidden, seconds) =>
      `イベント ${total} 件(うち詳細に判定 ${candidates} 件)に対し、ルール ${rules} 件のうち ${matching} 件が計 ${matches} 回一致しました(${seconds.toFixed(1)} 秒)${hidden === null ? '' : `。先頭の ${hidden} 件を表示しています(--limit で変更できます)`}`,
  },
}
