import type { ClickHouseClient } from '@clickhouse/client'
import * as z from 'zod'
import type { Holding, HoldingKind } from '../../model/holding.ts'
import { HOLDING_ACTS, HOLDING_KINDS } from '../../model/holding.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { WAITED_FOR } from '../clickhouse/precedence.ts'
import { storeErrorOf } from '../clickhouse/store-error.ts'
import type { EventScope } from '../events/scope.ts'
import { scopeCondition } from '../events/scope.ts'
import { HOLDINGS_READ, HOLDINGS_REACH_US } from './defaults.ts'
import { kindSlots, PORT_SLOTS, translationSlots } from './holding-slots.ts'

/** A holding with the event that tells of it. */
export interface StoredHolding extends Holding {
  /** The event's id. */
  readonly event: string
  /** Of the event, in microseconds. */
  readonly time: number
  readonly dataset: string
}

/** Where holdings are read: what counts, for whom. */
export interface HoldingReader {
  readonly client: ClickHouseClient
  readonly scope: EventScope
}

/** What is asked of the holdings of one address or machine. */
export interface HoldingQuestion {
  /** `ip:192.0.2.1`, `mac:aa:bb:cc:dd:ee:ff`. */
  readonly key: string
  /** Microseconds. */
  readonly at: number
  /** Of translations: only those of this port; null: only those of all ports. */
  readonly port: number | null
  readonly kinds: readonly HoldingKind[]
}

/**
 * The holdings of an address or a machine that begin nearest to a moment, of each kind some before and some after it, by their begin; none that begins
 * further away than {@link HOLDINGS_REACH_US}. Reads a few granules of each part, however much the address has seen: the table is sorted so. One statement:
 * a list for each slot, read in its order and stopped, took the engine five times as long.
 *
 * @throws NoroshiError what the engine says
 */
export async function findHoldings({ client, scope }: HoldingReader, { key, at, port, kinds }: HoldingQuestion): Promise<StoredHolding[]> {
  const parameters = new SqlParameters()
  const where = `${scopeCondition(scope, parameters)} AND key = ${parameters.text(key)}`
  const isLong = (kind: HoldingKind) => kind === 'lease' || kind === 'session'
  const [forAll, ofPort, ofBlock] = kinds.includes('translation') ? translationSlots(port) : []
  const within = (slots: readonly (number | undefined)[], reachUs: number) => {
    const asked = slots.filter(slot => slot !== undefined)
    const [from, to] = [parameters.integer(Math.max(0, at - reachUs)), parameters.integer(at + reachUs)]
    return asked.length === 0 ? [] : [`(slot IN ${parameters.integers(asked)} AND since BETWEEN ${from} AND ${to})`]
  }
  const near = [
    ...within([...kindSlots(kinds.filter(isLong)), forAll, ofBlock], HOLDINGS_REACH_US.held),
    ...within([ofPort], HOLDINGS_REACH_US.port),
    ...within(kindSlots(kinds.filter(kind => kind === 'neighbour' || kind === 'logon')), HOLDINGS_REACH_US.seen),
  ]
  const moment = `toInt64(${parameters.integer(at)})`
  const found = await read(client, `SELECT holding FROM holdings WHERE ${where} AND (${near.join(' OR ')})
    ORDER BY slot, since > ${moment}, abs(since - ${moment}) LIMIT ${HOLDINGS_READ} BY slot, since > ${moment}`, parameters)
  const fits = ({ translation }: StoredHolding) => translation === null || translation.ports === null
    || (port !== null && translation.ports[0] <= port && port <= translation.ports[1])
  return found.filter(fits).sort((one, other) => one.from - other.from || one.time - other.time || (one.event < other.event ? -1 : 1))
}

/** Whether logs ever told of translations of single ports of this address: without the port nobody can say whose it was. */
export async function hasPortTranslations({ client, scope }: HoldingReader, key: string): Promise<boolean> {
  const parameters = new SqlParameters()
  const where = `${scopeCondition(scope, parameters)} AND key = ${parameters.text(key)} AND slot BETWEEN ${PORT_SLOTS[0]} AND ${PORT_SLOTS[1]}`
  return (await read(client, `SELECT holding FROM holdings WHERE ${where} LIMIT 1`, parameters)).length > 0
}

const text = z.string()
const holdingSchema = z.object({
  kind: z.enum(HOLDING_KINDS), act: z.enum(HOLDING_ACTS), address: text, mac: text, user: text, host: text, place: text, session: text,
  from: z.number(), until: z.number().nullable(), port: z.number().nullable(),
  translation: z.object({ address: text, ports: z.tuple([z.number(), z.number()]).nullable() }).nullable(), event: text, time: z.number(), dataset: text,
})
const rows = z.array(z.object({ holding: text }))

/** A holding as it is stored. What is stored otherwise is a defect of ours, and throws. */
export function readHolding(json: string): StoredHolding {
  return holdingSchema.parse(JSON.parse(json))
}

async function read(client: ClickHouseClient, query: string, parameters: SqlParameters): Promise<StoredHolding[]> {
  try {
    const answer = await client.query({ query, query_params: parameters.values, format: 'JSONEachRow', clickhouse_settings: { ...WAITED_FOR, ...SETTINGS } })
    return rows.parse(await answer.json()).map(({ holding }) => readHolding(holding))
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}

/** A look-up reads some thousand rows: more threads cost more than they save, and so does making machine code of its conditions, anew for each moment that is asked (13 ms of 23). */
const SETTINGS = { max_threads: 1, compile_expressions: 0, compile_sort_description: 0 } as const
