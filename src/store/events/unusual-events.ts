import type { ClickHouseClient } from '@clickhouse/client'
import * as z from 'zod'
import { SQL_NO_TIME } from '../../query/sql/sql-meta-field.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { ODDITY } from '../../query/sql/stored-event.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import type { EventScope } from './scope.ts'
import { scopeCondition } from './scope.ts'

/** Whether there are events of kinds that most stores have none of, and that each hunt would look for apart. */
export interface UnusualEvents {
  readonly odd: boolean
  readonly untimed: boolean
}

/**
 * Whether some of the events that count are odd, or without time; it may say so of events that no longer count. A load that counts never changes, so
 * what is known of loads stays true: only those that did not count before are asked about.
 */
export async function unusualEvents(reader: EventReader): Promise<UnusualEvents> {
  const { client, scope } = reader
  const known = looks.get(client) ?? new Map<string, Look>()
  looks.set(client, known)
  const before = known.get(scope.organisation) ?? { position: -1, hiddenLoads: [], odd: false, untimed: false }
  const revealed = before.hiddenLoads.filter(load => counts(scope, load))
  if (scope.position <= before.position && revealed.length === 0) return before
  const found = await look(reader, before.position, revealed)
  const unknown = new Set([...before.hiddenLoads, ...scope.hiddenLoads].filter(load => !counts(before, load) && !counts(scope, load)))
  const now = { position: Math.max(before.position, scope.position), hiddenLoads: [...unknown], odd: before.odd || found.odd, untimed: before.untimed || found.untimed }
  known.set(scope.organisation, now)
  return now
}

/** What is known of all loads up to the position but the hidden ones. */
interface Look extends Pick<EventScope, 'position' | 'hiddenLoads'>, UnusualEvents {}

const looks = new WeakMap<ClickHouseClient, Map<string, Look>>()

function counts({ position, hiddenLoads }: Pick<EventScope, 'position' | 'hiddenLoads'>, load: number): boolean {
  return load <= position && !hiddenLoads.includes(load)
}

const row = z.object({ odd: z.coerce.number(), untimed: z.coerce.number() })

/** At the loads after one, and at some before. */
async function look({ signal: _, ...reader }: EventReader, after: number, revealed: readonly number[]): Promise<UnusualEvents> {
  const parameters = new SqlParameters()
  const scope = scopeCondition(reader.scope, parameters)
  const later = after < 0 ? '1' : `(load > ${parameters.integer(after)}${revealed.length === 0 ? '' : ` OR load IN ${parameters.integers(revealed)}`})`
  const some = (condition: string) => `(SELECT count() FROM (SELECT 1 FROM events PREWHERE ${scope} AND ${later} AND ${condition} LIMIT 1))`
  const sql = `SELECT toUInt8(${some(`oddity = ${ODDITY.odd}`)}) AS odd, toUInt8(${some(`time = ${SQL_NO_TIME}`)}) AS untimed`
  for await (const found of readRows(reader, sql, parameters)) {
    const { odd, untimed } = row.parse(found)
    return { odd: odd > 0, untimed: untimed > 0 }
  }
  return { odd: true, untimed: true }
}
