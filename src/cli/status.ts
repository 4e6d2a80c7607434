import { isDeepStrictEqual } from 'node:util'
import type { Digest } from '../model/digest.ts'
import type { Language } from '../model/reason.ts'
import type { StatusView } from '../pipeline/ingest/status-view.ts'
import { countedStatusView, statusView } from '../pipeline/ingest/status-view.ts'
import { sourcesSummary } from '../pipeline/collect/source-view.ts'
import { formatBytes } from '../platform/progress-line.ts'
import { clockWarnings } from './clock-lines.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { sharedStore, terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface StatusOptions extends CommonOptions {
  readonly json?: boolean
  readonly lang: Language
  /** Counts in the event store too. */
  readonly verify?: boolean
}

/** `noroshi status`: exit code 1 when the event store does not hold what the ledger says. */
export async function status(options: StatusOptions): Promise<number> {
  return withStore(options, readSettings(options), async store => {
    const stored = options.verify === true ? await countedStatusView(store) : await statusView(store)
    const sources = sharedStore()?.sources.list(store.ledger.organisation)
    const view = { ...stored, sources: sources === undefined ? null : sourcesSummary(sources) }
    await writeLines(terminal().stdout, options.json === true ? [`${JSON.stringify(view)}\n`] : [...linesOf(view, options.lang), ...clockWarnings(sources ?? [], options.lang).map(line => `${printable(line)}\n`)])
    return isSound(view) ? 0 : 1
  })
}

function isSound({ counted, digests }: StatusView): boolean {
  return counted === null || isDeepStrictEqual(counted, digests)
}

function linesOf(view: StatusView, language: Language): string[] {
  const words = WORDS[language]
  const { digests, evidence, chunks, loads, cases } = view
  return [
    view.settled ? words.settled : words.behind(chunks.waiting),
    `${words.evidence}: ${evidence.count} (${formatBytes(evidence.bytes)})`,
    `${words.events}: ${digestText(digests.events)}`,
    ...Object.entries(view.datasets).map(([dataset, count]) => `  ${String(count).padStart(10)}  ${dataset}`),
    `${words.matches}: ${digestText(digests.matches)}`,
    `${words.cases}: ${cases}`,
    `${words.chunks}: ${chunks.waiting} / ${chunks.done} / ${chunks.quarantined}`,
    `${words.loads}: ${loads.live} / ${loads.ready} / ${loads.open} / ${loads.dead}`,
    ...(view.sources === null || view.sources.count === 0 ? [] : [
      `${words.sources}: ${view.sources.taking} / ${view.sources.silent} / ${view.sources.paused} / ${view.sources.failed}`,
    ]),
    ...(view.counted === null ? [] : [isSound(view) ? words.verified : words.differs(digestText(view.counted.events), digestText(view.counted.matches))]),
  ].map(line => `${line}\n`)
}

function digestText({ count, sum }: Digest): string {
  return `${count} (${sum})`
}

const WORDS: Readonly<Record<Language, {
  readonly settled: string
  behind(chunks: number): string
  readonly evidence: string
  readonly events: string
  readonly matches: string
  readonly cases: string
  readonly chunks: string
  readonly loads: string
  readonly sources: string
  readonly verified: string
  differs(events: string, matches: string): string
}>> = {
  en: {
    settled: 'Settled: everything is read and folded into cases',
    behind: chunks => `Not settled: ${chunks} chunks behind; noroshi ingest goes on`,
    evidence: 'Evidence',
    events: 'Events',
    matches: 'Matches',
    cases: 'Cases',
    chunks: 'Chunks waiting / done / quarantined',
    loads: 'Loads live / ready / open / dead',
    sources: 'Sources taking / silent / paused / failed',
    verified: 'The event store holds exactly these events and matches',
    differs: (events, matches) => `The event store holds something else: events ${events}, matches ${matches}`,
  },
  ja: {
    settled: '処理完了:すべて読み取り、ケースにまとめました',
    behind: chunks => `処理中:残り ${chunks} チャンク。noroshi ingest で再開します`,
    evidence: '証拠',
    events: 'イベント',
    matches: 'マッチ',
    cases: 'ケース',
    chunks: 'チャンク(待ち / 完了 / 隔離)',
    loads: 'ロード(有効 / 準備完了 / 処理中 / 無効)',
    sources: 'ソース(受信中 / 途絶 / 一時停止 / 失敗)',
    verified: 'イベントストアの内容は台帳と完全に一致しています',
    differs: (events, matches) => `イベントストアの内容が台帳と異なります:イベント ${events}、マッチ ${matches}`,
  },
}
