import type { Language } from '../model/reason.ts'
import type { RetentionView } from '../pipeline/retention/retention-view.ts'
import { formatBytes } from '../platform/progress-line.ts'

/** `noroshi retention` for people. @param place where cold events go: `retention.cold` or `retention.coldStore` */
export function retentionLines({ datasets, disk, due, applied }: RetentionView, place: ColdKind, language: Language): string[] {
  const words = WORDS[language]
  const coldPlace = words.place[place]
  const several = new Set(datasets.map(({ organisation }) => organisation)).size > 1
  return [
    ...datasets.map(each => words.dataset(several ? `${each.organisation}  ${each.dataset}` : each.dataset, each.events, formatBytes(each.diskBytes),
      each.eventsPerDay, formatBytes(Math.round(each.diskBytesPerDay)), termText(each, coldPlace, words))),
    words.disk(formatBytes(disk.eventStore), formatBytes(disk.stateStore), formatBytes(disk.evidence), formatBytes(disk.free)),
    disk.daysUntilFull === null ? words.neverFull(formatBytes(Math.round(disk.growthPerDay))) : words.full(formatBytes(Math.round(disk.growthPerDay)), disk.daysUntilFull),
    ...(disk.growthPerDay > 0 && disk.growthDays < 1 ? [words.young] : []),
    ...(applied === null
      ? due.flatMap(each => (each.cold + each.deleted + each.heldTotal + each.waitingTotal === 0 ? [] : [
        words.due(each.organisation, coldPlace, each.cold, each.coldEvents, each.deleted, each.deletedEvents),
        ...(each.heldTotal === 0 ? [] : [words.held(each.heldTotal, each.held.map(sha256 => sha256.slice(0, 12)).join(' '))]),
        ...(each.waitingTotal === 0 ? [] : [words.waiting(each.waitingTotal)]),
      ]))
      : applied.flatMap(each => [words.applied(each.organisation, each.cold, each.files.length, each.deleted, each.filesDeleted.length)])),
    ...(applied === null && due.some(({ cold, deleted }) => cold + deleted > 0) ? [words.howToApply] : []),
  ].map(line => `${line}\n`)
}

function termText({ hotDays, deleteDays }: Pick<RetentionView['datasets'][number], 'hotDays' | 'deleteDays'>, coldPlace: string, words: Words): string {
  return [...(hotDays === null ? [] : [words.hot(coldPlace, hotDays)]), deleteDays === null ? words.forever : words.until(deleteDays)].join(words.comma)
}

type ColdKind = 'folder' | 'store'

interface Words {
  readonly place: Readonly<Record<ColdKind, string>>
  dataset(name: string, events: number, bytes: string, eventsPerDay: number, bytesPerDay: string, term: string): string
  disk(events: string, state: string, evidence: string, free: string): string
  full(growth: string, days: number): string
  neverFull(growth: string): string
  readonly young: string
  due(organisation: string, place: string, cold: number, coldEvents: number, deleted: number, deletedEvents: number): string
  held(count: number, some: string): string
  waiting(count: number): string
  applied(organisation: string, cold: number, files: number, deleted: number, filesDeleted: number): string
  hot(place: string, days: number): string
  until(days: number): string
  readonly forever: string
  readonly comma: string
  readonly howToApply: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    place: { folder: 'the cold folder', store: 'the cold store' },
    dataset: (name, events, bytes, eventsPerDay, bytesPerDay, term) =>
      `${name}: ${events} events, about ${bytes} on the disk; a day ${Math.round(eventsPerDay)} events, ${bytesPerDay}; ${term}`,
    disk: (events, state, evidence, free) => `On the disk: events ${events}, state ${state}, evidence ${evidence}; ${free} free`,
    full: (growth, days) => `It grows by ${growth} a day, and is full in ${daysText(days)}`,
    neverFull: growth => `It grows by ${growth} a day, and has room for it`,
    young: 'The first evidence came less than a day ago: all of it counts as the growth of a day, so look again tomorrow',
    due: (organisation, place, cold, coldEvents, deleted, deletedEvents) =>
      `Due in ${organisation}: ${cold} pieces of evidence (${coldEvents} events) to ${place}, ${deleted} (${deletedEvents} events) to be deleted`,
    held: (count, some) => `  ${count} are due but on hold: ${some}`,
    waiting: count => `  ${count} are due but not read to their end yet`,
    applied: (organisation, cold, files, deleted, filesDeleted) =>
      `Done in ${organisation}: ${cold} pieces of evidence went to ${files} cold files, ${deleted} and ${filesDeleted} cold files were deleted`,
    hot: (place, days) => `to ${place} after ${daysText(days)}`,
    until: days => `deleted after ${daysText(days)}`,
    forever: 'kept for ever',
    comma: ', ',
    howToApply: 'Nothing was changed: noroshi retention --apply does it',
  },
  ja: {
    place: { folder: 'コールドフォルダー', store: 'コールドストア' },
    dataset: (name, events, bytes, eventsPerDay, bytesPerDay, term) =>
      `${name}:イベント ${events} 件、ディスク上約 ${bytes}。1 日あたり ${Math.round(eventsPerDay)} 件、${bytesPerDay}。${term}`,
    disk: (events, state, evidence, free) => `ディスク使用量:イベント ${events}、状態 ${state}、証拠 ${evidence}。空き ${free}`,
    full: (growth, days) => `1 日に ${growth} 増え、あと ${days} 日で満杯になります`,
    neverFull: growth => `1 日に ${growth} 増えますが、容量は足りています`,
    young: '最初の証拠を受け取ってから 1 日たっていないため、これまでの全量を 1 日分の増加とみなしています。明日以降にもう一度確認してください',
    due: (organisation, place, cold, coldEvents, deleted, deletedEvents) =>
      `${organisation} で期限を迎えたもの:${place}へ移す証拠 ${cold} 件(イベント ${coldEvents} 件)、削除する証拠 ${deleted} 件(イベント ${deletedEvents} 件)`,
    held: (count, some) => `  ${count} 件は期限を迎えましたが保全指定(ホールド)中です:${some}`,
    waiting: count => `  ${count} 件は期限を迎えましたが、まだ読み取りが終わっていません`,
    applied: (organisation, cold, files, deleted, filesDeleted) =>
      `${organisation} の処理結果:証拠 ${cold} 件をコールドファイル ${files} 個へ移動、証拠 ${deleted} 件とコールドファイル ${filesDeleted} 個を削除`,
    hot: (place, days) => `${days} 日後に${place}へ移動`,
    until: days => `${days} 日後に削除`,
    forever: '無期限に保存',
    comma: '、',
    howToApply: '変更はしていません。noroshi retention --apply で実行します',
  },
}

function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}
