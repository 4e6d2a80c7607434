import type { ClickHouseClient } from '@clickhouse/client'
import { z } from 'zod'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { storeErrorOf } from '../clickhouse/store-error.ts'
import type { EventScope } from '../events/scope.ts'
import { scopeCondition } from '../events/scope.ts'
import { DistinctSketch } from './distinct-sketch.ts'
import type { MinuteCount } from './minute-count.ts'
import { SURVEY_PREFIX } from './minute-count.ts'

export interface MinuteReader {
  readonly client: ClickHouseClient
  readonly scope: EventScope
  /** Stops the query in the engine. */
  readonly signal?: AbortSignal
}

/** What is asked of the counts by minute. Times are microseconds since the epoch. */
export interface MinuteQuestion {
  readonly dimension: MinuteCount['dimension']
  /** Only these values; null: those with most sources. */
  readonly values: readonly string[] | null
  readonly from: number
  /** Not included. */
  readonly to: number
  /** Length of a step; a minute or more. */
  readonly stepUs: number
  /** Most values answered. */
  readonly most: number
}

/** Packets and distinct sources over some span, of all and of those that are no survey scanners. */
export interface SpanCount {
  packets: number
  packetsWithoutSurveys: number
  readonly sources: DistinctSketch
  readonly sourcesWithoutSurveys: DistinctSketch
}

/** A value with its counts over the whole span and step by step. */
export interface ValueCounts {
  readonly value: string
  readonly whole: SpanCount
  /** By the number of the step, from 0; steps without packets are not there. */
  readonly steps: ReadonlyMap<number, SpanCount>
}

/** Rows that a question may read: a month of one value by minute is 45,000, each up to 4 KB. */
const MOST_ROWS = 250_000
/** Values looked at for each that is answered: those with most packets are not those with most sources. */
const CANDIDATES = 4

const valueRow = z.object({ value: z.string(), rows: z.coerce.number() })
const countRow = z.object({ step: z.coerce.number(), value: z.string(), survey: z.coerce.number(), packets: z.coerce.number(), sources: z.string() })

/**
 * Counts by minute, read back: packets are summed, sketches of distinct sources joined, so that who came in several minutes counts once. What is read is
 * bounded; a sketch that cannot be read counts no sources.
 *
 * @returns by sources, most first; null when so many rows would have to be read that the question must be narrower
 * @throws NoroshiError what the engine says
 */
export async function countMinutes(reader: MinuteReader, question: MinuteQuestion): Promise<ValueCounts[] | null> {
  const chosen = await chooseValues(reader, question)
  if (chosen.reduce((sum, { rows }) => sum + rows, 0) > MOST_ROWS) return null
  const found = new Map<string, { readonly value: string, readonly whole: SpanCount, readonly steps: Map<number, SpanCount> }>()
  const parameters = new SqlParameters()
  const query = `SELECT intDiv(minute - ${parameters.integer(question.from)}, ${parameters.integer(question.stepUs)}) AS step, value, startsWith(dimension, '${SURVEY_PREFIX}') AS survey,
    packets, base64Encode(sources) AS sources FROM telescope_minutes WHERE ${condition(reader, question, parameters)} AND value IN ${parameters.texts(chosen.map(({ value }) => value))}`
  for await (const each of rowsOf(reader, query, parameters)) {
    const { step, value, survey, packets, sources } = countRow.parse(each)
    let counts = found.get(value)
    if (counts === undefined) found.set(value, (counts = { value, whole: newCount(), steps: new Map() }))
    let ofStep = counts.steps.get(step)
    if (ofStep === undefined) counts.steps.set(step, (ofStep = newCount()))
    const sketch = DistinctSketch.read(Buffer.from(sources, 'base64'))
    for (const count of [counts.whole, ofStep]) add(count, packets, sketch, survey === 1)
  }
  return [...found.values()].sort((a, b) => b.whole.sources.count - a.whole.sources.count || b.whole.packets - a.whole.packets || (a.value < b.value ? -1 : 1)).slice(0, question.most)
}

async function chooseValues(reader: MinuteReader, question: MinuteQuestion): Promise<z.infer<typeof valueRow>[]> {
  const parameters = new SqlParameters()
  const only = question.values === null ? '' : ` AND value IN ${parameters.texts(question.values)}`
  const query = `SELECT value, count() AS rows FROM telescope_minutes WHERE ${condition(reader, question, parameters)}${only}
    GROUP BY value ORDER BY sum(packets) DESC, value LIMIT ${parameters.integer(question.values?.length ?? CANDIDATES * question.most)}`
  return valueRow.array().parse(await Array.fromAsync(rowsOf(reader, query, parameters)))
}

function condition({ scope }: MinuteReader, { dimension, from, to }: MinuteQuestion, parameters: SqlParameters): string {
  return `${scopeCondition(scope, parameters)} AND dimension IN ${parameters.texts([dimension, `${SURVEY_PREFIX}${dimension}`])}
    AND minute >= ${parameters.integer(from)} AND minute < ${parameters.integer(to)}`
}

async function* rowsOf({ client, signal }: MinuteReader, query: string, parameters: SqlParameters): AsyncGenerator<unknown> {
  try {
    const answer = await client.query({ query, query_params: parameters.values, format: 'JSONEachRow', ...(signal === undefined ? {} : { abort_signal: signal }) })
    for await (const rows of answer.stream()) for (const row of rows) yield row.json()
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}

function newCount(): SpanCount {
  return { packets: 0, packetsWithoutSurveys: 0, sources: new DistinctSketch(), sourcesWithoutSurveys: new DistinctSketch() }
}

function add(count: SpanCount, packets: number, sketch: DistinctSketch | null, isSurvey: boolean): void {
  count.packets += packets
  if (!isSurvey) count.packetsWithoutSurveys += packets
  if (sketch === null) return
  count.sources.merge(sketch)
  if (!isSurvey) count.sourcesWithoutSurveys.merge(sketch)
}
