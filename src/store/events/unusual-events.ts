import type { ClickHouseClient } from '@clickhouse/client'
import * as z from 'zod'
import { SQL_NO_TIME } from '../../query/sql/sql-meta-field.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { ODDITY } from '../../query/sql/stored-event.ts'
import { WORDS_COLUMN } from '../../query/sql/stored-words.ts'
import { MOST_DATASETS } from './defaults.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import type { EventScope } from './scope.ts'
import { scopeCondition } from './scope.ts'

/** Whether there are events of kinds that most stores have none of, and that each hunt would look for apart; and of which datasets there are some. */
export interface UnusualEvents {
  readonly odd: boolean
  readonly untimed: boolean
  /** With lists or rare letters: what is found by `words`. */
  readonly worded: boolean
  /** Null when there are too many. */
  readonly datasets: ReadonlySet<string> | null
}

/**
 * Whether some of the events that count are odd, without time, and so on; it may say so of events that no longer count. A load that counts never changes, so
 * what is known of loads stays true: only those that did not count before are asked about.
 */
export async function unusualEvents(reader: EventReader): Promise<UnusualEvents> {
  const { client, scope } = reader
  const known = looks.get(client) ?? new Map<string, Look>()
  looks.set(client, known)
  const before = known.get(scope.organisation) ?? NOTHING_SEEN
  const revealed = revealedSince(before, scope)
  if (isCurrent(before, scope)) return before
  const found = await look(reader, before.position, revealed)
  const unknown = new Set([...before.hiddenLoads, ...scope.hiddenLoads].filter(load => !counts(before, load) && !counts(scope, load)))
  const now = { position: Math.max(before.position, scope.position), hiddenLoads: [...unknown], ...both(before, found) }
  known.set(scope.organisation, now)
  return now
}

/** The same without asking; null when nothing is known yet of some loads that count. */
export function knownUnusualEvents({ client, scope }: EventReader): UnusualEvents | null {
  const known = looks.get(client)?.get(scope.organisation) ?? NOTHING_SEEN
  return isCurrent(known, scope) ? known : null
}

/** What is known of all loads up to the position but the hidden ones. */
interface Look extends Pick<EventScope, 'position' | 'hiddenLoads'>, UnusualEvents {}

const NOTHING_SEEN: Look = { position: -1, hiddenLoads: [], odd: false, untimed: false, worded: false, datasets: new Set() }

const looks = new WeakMap<ClickHouseClient, Map<string, Look>>()

function counts({ position, hiddenLoads }: Pick<EventScope, 'position' | 'hiddenLoads'>, load: number): boolean {
  return load <= position && !hiddenLoads.includes(load)
}

function revealedSince({ hiddenLoads }: Look, scope: EventScope): number[] {
  return hiddenLoads.filter(load => counts(scope, load))
}

function isCurrent(known: Look, scope: EventScope): boolean {
  return scope.position <= known.position && revealedSince(known, scope).length === 0
}

function both(a: UnusualEvents, b: UnusualEvents): UnusualEvents {
  const datasets = a.datasets === null || b.datasets === null ? null : a.datasets.union(b.datasets)
  return { odd: a.odd || b.odd, untimed: a.untimed || b.untimed, worded: a.worded || b.worded, datasets: datasets === null || datasets.size > MOST_DATASETS ? null : datasets }
}

const row = z.object({ odd: z.coerce.number(), untimed: z.coerce.number(), worded: z.coerce.number(), datasets: z.array(z.string()) })

/** At the loads after one, and at some before. */
async function look({ signal: _, ...reader }: EventReader, after: number, revealed: readonly number[]): Promise<UnusualEvents> {
  const parameters = new SqlParameters()
  const scope = scopeCondition(reader.scope, parameters)
  const later = after < 0 ? '1' : `(load > ${parameters.integer(after)}${revealed.length === 0 ? '' : ` OR load IN ${parameters.integers(revealed)}`})`
  const some = (condition: string) => `(SELECT count() FROM (SELECT 1 FROM events PREWHERE ${scope} AND ${later} AND ${condition} LIMIT 1))`
  const datasets = `(SELECT groupUniqArray(${MOST_DATASETS + 1})(toString(dataset)) FROM events PREWHERE ${scope} AND ${later})`
  const sql = `SELECT toUInt8(${some(`oddity = ${ODDITY.odd}`)}) AS odd, toUInt8(${some(`time = ${SQL_NO_TIME}`)}) AS untimed,
    toUInt8(${some(`notEmpty(${WORDS_COLUMN})`)}) AS worded, ${datasets} AS datasets`
  for await (const found of readRows(reader, sql, parameters)) {
    const { odd, untimed, worded, datasets: names } = row.parse(found)
    return { odd: odd > 0, untimed: untimed > 0, worded: worded > 0, datasets: new Set(names) }
  }
  return { odd: true, untimed: true, worded: true, datasets: null }
}
