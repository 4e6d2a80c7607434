import type { Language } from '../model/reason.ts'
import { faultWords } from '../pipeline/collect/fault-words.ts'
import { stoppedSource } from '../pipeline/collect/source-view.ts'
import type { SourceView } from '../pipeline/collect/source-view.ts'
import { formatBytes } from '../platform/progress-line.ts'
import { clockLines } from './clock-lines.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { sharedStore, terminal } from './terminal.ts'
import { writeLines } from './write-lines.ts'

export interface SourceListOptions extends CommonOptions {
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi source list`: as the running server knows them, else as they are configured; exit code 1 when one does not take what is sent. */
export async function sourceList(options: SourceListOptions): Promise<number> {
  const shared = sharedStore()
  const sources = shared === null
    ? readSettings(options).sources.map(({ name, kind }) => stoppedSource(name, kind))
    : shared.sources.list(shared.store.ledger.organisation)
  const { stdout, stderr } = terminal()
  await writeLines(stdout, sources.flatMap(source => (options.json === true ? [`${JSON.stringify(source)}\n`] : linesOf(source, options.lang))))
  if (sources.length === 0) stderr.write(`${WORDS[options.lang].none}\n`)
  return sources.some(({ state }) => state === 'paused' || state === 'failed') ? 1 : 0
}

function linesOf(source: SourceView, language: Language): string[] {
  const words = WORDS[language]
  const { name, kind, places, state, reason, rate, records, bytes, lastRecord, lagSeconds, waiting, events, decodeErrors, dropped, malformed } = source
  const samples = [...source.decodeSamples, ...source.malformedSamples]
  return [
    `${name} (${kind})  ${words[state]}${reason === null ? '' : `: ${faultWords(reason, language)}`}${places.length === 0 ? '' : `  ${places.join(', ')}`}`,
    ...(state === 'stopped' ? [] : [
      `  ${words.taken(records, formatBytes(bytes), rate)}  ${words.last}: ${lastRecord ?? words.never}`,
      `  ${words.stored(events, lagSeconds, waiting.segments, formatBytes(waiting.bytes))}`,
      `  ${words.lost(dropped, malformed, decodeErrors)}`,
      ...samples.map(sample => `    ${sample.time}  ${sample.reason}`),
      ...clockLines(source, language).map(line => `  ${line}`),
    ]),
  ].map(line => `${printable(line)}\n`)
}

type Words = Readonly<Record<SourceView['state'], string>> & {
  readonly none: string
  readonly last: string
  readonly never: string
  taken(records: number, bytes: string, rate: number): string
  stored(events: number, lag: number, segments: number, bytes: string): string
  lost(dropped: number, malformed: number, errors: number): string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    taking: 'taking',
    silent: 'silent',
    paused: 'paused',
    failed: 'failed',
    stopped: 'stopped: noroshi up does not run',
    none: 'No sources are configured; docs/collect.md says how',
    last: 'last',
    never: 'never',
    taken: (records, bytes, rate) => `${records} records (${bytes}), ${rate} a second`,
    stored: (events, lag, segments, bytes) => `${events} events in the store, ${lag} s behind; ${segments} segments wait (${bytes})`,
    lost: (dropped, malformed, errors) => `dropped ${dropped}, malformed or refused ${malformed}, not decoded ${errors}`,
  },
  ja: {
    taking: '受信中',
    silent: '途絶',
    paused: '一時停止',
    failed: '失敗',
    stopped: '停止(noroshi up が動いていません)',
    none: 'ソースは設定されていません。設定方法は docs/collect.md を参照してください',
    last: '最終受信',
    never: 'なし',
    taken: (records, bytes, rate) => `${records} 件(${bytes})、毎秒 ${rate} 件`,
    stored: (events, lag, segments, bytes) => `保存済み ${events} イベント、遅れ ${lag} 秒、待機中のセグメント ${segments} 個(${bytes})`,
    lost: (dropped, malformed, errors) => `破棄 ${dropped}、不正・拒否 ${malformed}、解読不能 ${errors}`,
  },
}
