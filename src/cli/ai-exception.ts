import { dirname } from 'node:path'
import { addToExceptionFile, endInExceptionFile, holdsAt, readExceptionFile } from '../ai/gateway/exception/exception-file.ts'
import { findInAuditFiles } from '../ai/gateway/exception/find-recorded.ts'
import type { Language } from '../model/reason.ts'
import { queryAnd, queryOr, queryTerm } from '../model/query-text.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { parseQuery } from '../query/parse-query.ts'
import { GATEWAY_DATASET, recordView } from '../server/resources/gateway/record-view.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import { huntEvents } from '../store/events/hunt-events.ts'
import { MOST_EXCEPTION_DAYS } from '../store/gateway/defaults.ts'
import type { Excepted, VerdictException } from '../store/gateway/verdict-exception.ts'
import { addException, endException, listExceptions } from '../store/gateway/verdict-exception.ts'
import { gatewayFiles } from './ai-gateway.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf } from './settings.ts'
import type { SharedStore } from './shared-store.ts'
import { sharedStore, terminal } from './terminal.ts'
import { writeLines } from './write-lines.ts'

interface ExceptionOptions extends CommonOptions {
  readonly lang: Language
  readonly actor?: string
}

/** Of a list, the most. */
const LISTED = 1_000

/** `noroshi ai exception list`: of the gateway of the running server, else of the one that runs alone in the data folder. */
export async function aiExceptionList({ lang, json, ...options }: ExceptionOptions & { readonly json?: boolean }): Promise<number> {
  const shared = sharedStore()
  const exceptions = shared === null ? readExceptionFile(gatewayFiles(options).exceptions) : await listExceptions(shared.store.ledger, null, LISTED)
  await writeLines(terminal().stdout, exceptions.map(each => (json === true ? `${JSON.stringify(each)}\n` : lineOf(each, lang))))
  if (exceptions.length === 0) terminal().stderr.write(`${WORDS[lang].none}\n`)
  return 0
}

/** `noroshi ai exception add`. @throws NoroshiError `usage` where no record has the mark */
export async function aiExceptionAdd(mark: string, { lang, actor, reason, days, ...options }: ExceptionOptions & { readonly reason: string; readonly days: number }): Promise<number> {
  if (!/^[0-9a-f]{8,64}$/.test(mark)) throw new NoroshiError('usage', `${mark} is no mark: give at least its first 8 digits, as the record has it`)
  if (days > MOST_EXCEPTION_DAYS) throw new NoroshiError('usage', `an exception holds ${MOST_EXCEPTION_DAYS} days at most; whoever needs it longer says so again`)
  const shared = sharedStore()
  const files = gatewayFiles(options)
  const about = shared === null ? findInAuditFiles(dirname(files.audit), mark) : await findStored(shared, mark)
  if (about === null) {
    throw new NoroshiError('usage', `no record has the mark ${mark}, or several begin so${shared === null ? `: looked for in ${dirname(files.audit)}; the records of noroshi up are found while it runs` : ''}`)
  }
  const excepted: Excepted = { ...about, reason }
  const person = actorOf(actor)
  const id = shared === null ? addToExceptionFile(files.exceptions, excepted, days, person) : await addException(shared.store.ledger, excepted, days, { person })
  await shared?.gateway?.exceptions.refresh()
  terminal().stdout.write(`${id === null ? WORDS[lang].already : WORDS[lang].added(id, about.application, about.layer, days)}\n`)
  return id === null ? 1 : 0
}

/** `noroshi ai exception end`. Exit code 1 when it holds no longer. */
export async function aiExceptionEnd(id: string, { lang, actor, ...options }: ExceptionOptions): Promise<number> {
  const shared = sharedStore()
  const { exceptions } = gatewayFiles(options)
  const all = shared === null ? readExceptionFile(exceptions) : await listExceptions(shared.store.ledger, null, LISTED)
  const [found, second] = all.filter(each => each.id.startsWith(id.toLowerCase()))
  if (found === undefined || second !== undefined) throw new NoroshiError('usage', `there is no exception ${id}, or several begin so; noroshi ai exception list shows them`)
  const person = actorOf(actor)
  const isDone = shared === null ? endInExceptionFile(exceptions, found.id, person) : await endException(shared.store.ledger, found.id, { person })
  await shared?.gateway?.exceptions.refresh()
  terminal().stdout.write(`${isDone ? WORDS[lang].ended : WORDS[lang].over}\n`)
  return isDone ? 0 : 1
}

async function findStored({ store, house }: SharedStore, mark: string): Promise<Omit<Excepted, 'reason'> | null> {
  const begins = (field: string) => `${field}:${mark}*`
  const query = parseQuery(queryAnd(queryTerm('_dataset', GATEWAY_DATASET), queryOr(begins('mark'), begins('others.mark'))))
  if (!query.ok) return null
  const events = await huntEvents({ client: store.clickhouse.client, scope: await eventScope(store), mappings: house.mappings, paths: new Map() }, query.query, LISTED)
  const found = new Map<string, Omit<Excepted, 'reason'>>()
  for (const event of events) {
    const record = recordView(event)
    for (const { mark: whole, layer, kind, origin, reason } of record?.verdicts ?? []) {
      if (record !== null && whole.startsWith(mark)) found.set(whole, { mark: whole, application: record.application, layer, kind, origin, event: record.id, verdict: reason })
    }
  }
  const [first, second] = found.values()
  return first === undefined || second !== undefined ? null : first
}

function lineOf(exception: VerdictException, language: Language): string {
  const { id, application, layer, kind, origin, verdict, reason, person, expiresAt, endedAt, endedBy, uses } = exception
  const words = WORDS[language]
  const state = holdsAt(exception, Date.now()) ? words.until(expiresAt.toISOString()) : words.endedOn((endedAt ?? expiresAt).toISOString(), endedBy)
  return `${id.slice(0, 8)}  ${printable(application)}  ${layer}${kind === '' ? '' : `/${printable(kind)}`}  ${origin}  ${words.uses(uses)}  ${state}\n`
    + `          ${printable(verdict[language])}\n          ${printable(person)}: ${printable(reason)}\n`
}

const WORDS = {
  en: {
    none: 'No verdict was marked as wrong', already: 'The verdict is lifted already', ended: 'The verdict stands again', over: 'The exception holds no longer',
    added: (id: string, application: string, layer: string, days: number) => `${id}: for ${days} days the layer ${layer} no longer stops this very text for ${application}; all else stands`,
    until: (time: string) => `until ${time}`, endedOn: (time: string, by: string | null) => `ended ${time}${by === null ? '' : ` by ${by}`}`, uses: (count: number) => `used ${count} times`,
  },
  ja: {
    none: '誤りとされた判定はありません', already: 'この判定はすでに解除されています', ended: '判定は再び有効になりました', over: 'この例外はすでに無効です',
    added: (id: string, application: string, layer: string, days: number) => `${id}: ${application} のこの文面について、${layer} 層の判定を ${days} 日間解除します。ほかの判定には影響しません`,
    until: (time: string) => `${time} まで有効`, endedOn: (time: string, by: string | null) => `${time} に終了${by === null ? '' : `(${by})`}`, uses: (count: number) => `適用 ${count} 回`,
  },
} as const
