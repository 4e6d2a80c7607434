import { parseIsoTime } from '../model/time.ts'
import { compileQuery } from './compile-query.ts'
import { MAX_GROUPS } from './defaults.ts'
import { groupText } from './group-text.ts'
import { compareText } from './fold.ts'
import { TIME_FIELD } from './meta-fields.ts'
import type { Pipe, Query } from './query.ts'
import type { QueryEvent } from './query-event.ts'

/** What a query's pipe makes of the events; counts are exact, and what is not shown apart is in `other`. */
export type QueryResult =
  | { readonly kind: 'count'; readonly total: number }
  | {
      readonly kind: 'groups'
      readonly fields: readonly string[]
      /** The largest first. */
      readonly groups: readonly Group[]
      readonly other: number
      readonly total: number
    }
  | {
      readonly kind: 'timechart'
      readonly spanUs: number
      /** By time; spans without events are absent. */
      readonly buckets: readonly Bucket[]
      readonly withoutTime: number
      readonly other: number
      readonly total: number
    }

/** One value per field, null where the event has none. */
export interface Group {
  readonly values: readonly (string | null)[]
  readonly count: number
}

/** @property time microseconds at which the span begins, a multiple of the span */
export interface Bucket {
  readonly time: number
  readonly count: number
}

/** A query that is running: give it the events one by one. Memory is bounded by {@link MAX_GROUPS}. */
export interface QueryRun {
  /** True when the event matches. The event is not kept. */
  accept(event: QueryEvent): boolean
  result(): QueryResult
}

export function startQuery(query: Query): QueryRun {
  const matches = compileQuery(query)
  const summary = startPipe(query.pipe)
  return {
    accept(event) {
      const found = matches(event)
      if (found) summary.add(event)
      return found
    },
    result: () => summary.result(),
  }
}

export function runQuery(query: Query, events: Iterable<QueryEvent>): QueryResult {
  const run = startQuery(query)
  for (const event of events) run.accept(event)
  return run.result()
}

interface Summary {
  add(event: QueryEvent): void
  result(): QueryResult
}

function startPipe(pipe: Pipe | null): Summary {
  if (pipe?.kind === 'timechart') return new Timechart(pipe.spanUs)
  if (pipe?.kind === 'top') return new Groups([pipe.field], pipe.limit)
  return pipe === null || pipe.by.length === 0 ? new Total() : new Groups(pipe.by, MAX_GROUPS)
}

class Total implements Summary {
  #total = 0

  add(): void {
    this.#total++
  }

  result(): QueryResult {
    return { kind: 'count', total: this.#total }
  }
}

class Groups implements Summary {
  readonly #fields: readonly string[]
  readonly #limit: number
  readonly #groups = new Map<string, { readonly values: readonly (string | null)[]; count: number }>()
  #total = 0

  constructor(fields: readonly string[], limit: number) {
    this.#fields = fields
    this.#limit = limit
  }

  add(event: QueryEvent): void {
    this.#total++
    const values = this.#fields.map(field => groupText(event.field(field)))
    const key = JSON.stringify(values)
    const group = this.#groups.get(key)
    if (group !== undefined) group.count++
    else if (this.#groups.size < MAX_GROUPS) this.#groups.set(key, { values, count: 1 })
  }

  result(): QueryResult {
    return groupsResult(this.#fields, this.#limit, this.#groups.values(), this.#total)
  }
}

/** The largest `limit` groups of those counted apart, equal ones by their values; the rest of the total is `other`. */
export function groupsResult(fields: readonly string[], limit: number, counted: Iterable<Group>, total: number): QueryResult {
  const groups = [...counted].sort((a, b) => b.count - a.count || compareValues(a.values, b.values)).slice(0, limit)
  const other = total - groups.reduce((sum, { count }) => sum + count, 0)
  return { kind: 'groups', fields, groups: groups.map(group => ({ ...group })), other, total }
}

class Timechart implements Summary {
  readonly #spanUs: number
  readonly #counts = new Map<number, number>()
  #withoutTime = 0
  #other = 0
  #total = 0

  constructor(spanUs: number) {
    this.#spanUs = spanUs
  }

  add(event: QueryEvent): void {
    this.#total++
    const time = event.field(TIME_FIELD)
    const microseconds = typeof time === 'string' ? parseIsoTime(time)?.microseconds : undefined
    if (microseconds === undefined) {
      this.#withoutTime++
      return
    }
    const start = Math.floor(microseconds / this.#spanUs) * this.#spanUs
    const count = this.#counts.get(start)
    if (count === undefined && this.#counts.size >= MAX_GROUPS) this.#other++
    else this.#counts.set(start, (count ?? 0) + 1)
  }

  result(): QueryResult {
    const buckets = [...this.#counts].map(([time, count]) => ({ time, count })).sort((a, b) => a.time - b.time)
    return { kind: 'timechart', spanUs: this.#spanUs, buckets, withoutTime: this.#withoutTime, other: this.#other, total: this.#total }
  }
}

/** Null after every text. */
function compareValues(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? null
    if (value === other) continue
    return value === null ? 1 : other === null ? -1 : compareText(value, other)
  }
  return 0
}
