import * as z from 'zod'
import { formatTime } from '../../model/time.ts'
import type { ClocksOfSource } from '../clocks/source-clocks.ts'
import { clockView, isWrong, NO_CLOCK, sourceClockSchema } from './clock-view.ts'
import type { CollectedSource } from './collected-source.ts'
import type { SegmentFile } from './segment-files.ts'

const count = z.int().min(0)
const time = z.string().nullable()
const samples = z.array(z.strictObject({ time: z.string(), reason: z.string() }))

/** How one source is; committed as JSON schema in docs/schemas. */
export const sourceSchema = z.strictObject({
  name: z.string(),
  kind: z.string(),
  places: z.array(z.string()).describe('where it is taken: `tls 0.0.0.0:6514`'),
  state: z.enum(['taking', 'silent', 'paused', 'failed', 'stopped'])
    .describe('`silent`: quiet for much longer than it ever is; `paused`: nothing is taken and acknowledged until the reason is gone; `failed`: it cannot receive; `stopped`: noroshi up does not run'),
  reason: z.string().nullable().describe('of a state other than `taking`'),
  records: count.describe('taken since the start'),
  bytes: count,
  rate: z.number().min(0).describe('records a second, over the last minute'),
  lastRecord: time.describe('when the last one came, before the start too'),
  lagSeconds: z.number().min(0).describe('age of the oldest record that is not in the store'),
  waiting: z.strictObject({ segments: count, bytes: count }).describe('sealed, and not in the store yet'),
  events: count.describe('in the store, of what was taken since the start'),
  decodeErrors: count.describe('records that are no events'),
  decodeSamples: samples,
  dropped: count.describe('records that could not wait and were lost: UDP, in the kernel too'),
  malformed: count.describe('frames, requests and senders that were refused or cut'),
  malformedSamples: samples,
  connections: count,
  clock: sourceClockSchema.describe('of who sends, as the times of the records tell it; stored times are never changed by it'),
}).meta({ title: 'A source', description: 'A line of `noroshi source list --json`' })

export type SourceView = z.infer<typeof sourceSchema>

/** How many are in which state. */
export function sourcesSummary(sources: readonly SourceView[]): { count: number; taking: number; silent: number; paused: number; failed: number; wrongClocks: number } {
  const of = (state: SourceView['state']) => sources.filter(source => source.state === state).length
  return { count: sources.length, taking: of('taking'), silent: of('silent'), paused: of('paused'), failed: of('failed'), wrongClocks: sources.filter(({ clock }) => isWrong(clock) || clock.hosts.length > 0).length }
}

/** One that is configured while nothing collects. */
export function stoppedSource(name: string, kind: string): SourceView {
  return {
    name, kind, places: [], state: 'stopped', reason: null, records: 0, bytes: 0, rate: 0, lastRecord: null, lagSeconds: 0, waiting: { segments: 0, bytes: 0 },
    events: 0, decodeErrors: 0, decodeSamples: [], dropped: 0, malformed: 0, malformedSamples: [], connections: 0, clock: NO_CLOCK,
  }
}

/** @param now milliseconds @param clocks as far as they are known */
export function sourceView(source: CollectedSource, waiting: readonly SegmentFile[], isSilent: boolean, now: number, clocks: ClocksOfSource | null = null): SourceView {
  const { spool, receiver } = source
  const { rate, samples: malformedSamples, ...figures } = spool.meter.figures()
  const oldest = Math.min(...waiting.map(({ opened }) => opened), spool.openedAt ?? Infinity)
  return {
    name: spool.source.name,
    kind: source.kind,
    places: [...receiver.places],
    ...stateOf(source),
    records: figures.records,
    bytes: figures.bytes,
    rate: Math.round(rate * 10) / 10,
    lastRecord: formatTime(spool.lastRecord),
    lagSeconds: Number.isFinite(oldest) ? Math.max(0, Math.round(now / 1_000 - oldest / 1_000_000)) : 0,
    waiting: { segments: waiting.length, bytes: waiting.reduce((sum, { bytes }) => sum + bytes, 0) },
    events: source.events,
    decodeErrors: source.decodeErrors,
    decodeSamples: source.decodeSamples.map(shownSample),
    dropped: figures.dropped,
    malformed: figures.malformed,
    malformedSamples: malformedSamples.map(shownSample),
    connections: figures.connections,
    clock: clockView(clocks, spool.source.zone, now),
  }

  function stateOf({ spool: { state } }: CollectedSource): Pick<SourceView, 'state' | 'reason'> {
    if (receiver.failure !== null) return { state: 'failed', reason: receiver.failure }
    if (state.kind === 'paused') return { state: 'paused', reason: `${state.reason}: ${state.detail}` }
    if (state.kind === 'closed') return { state: 'stopped', reason: null }
    return { state: isSilent ? 'silent' : 'taking', reason: null }
  }
}

export function shownSample({ time: at, reason }: { readonly time: number; readonly reason: string }): { time: string; reason: string } {
  return { time: formatTime(at), reason }
}
