import { formatTime } from '../../model/time.ts'
import type { MinuteCount } from '../../store/telescope/minute-count.ts'
import { KIND, type Kind } from '../telescope/kinds.ts'
import type { Telescope } from '../telescope/telescope.ts'
import type { TelescopeView } from '../telescope/telescope-report.ts'
import { viewSomeWarnings, viewTelescope } from '../telescope/telescope-report.ts'
import { JUDGING_MS, JUDGING_SHARE, LISTED } from './defaults.ts'
import type { SensorState } from './sensor-schema.ts'

/** What the view does not see by itself. */
type Given = Pick<SensorState, 'source' | 'state' | 'problem' | 'dropped' | 'notStored' | 'growth'>
type Judged = Pick<SensorState, 'judgedAt' | 'attacks' | 'changes' | 'unknownFingerprints'>

/** Milliseconds over which the rate is told. */
const RATE_MS = 5_000

/** What a telescope that runs is seen to do: sums at any moment; what all sources must be compared for, now and then. */
export class SensorView {
  #telescope: Telescope
  /** Of the telescopes before it. */
  readonly #before = { packets: 0, notWatched: 0, malformed: 0 }
  readonly #since = Date.now()
  #minutes: SensorState['minutes'] = []
  #kinds: SensorState['kinds'] = []
  #ports: SensorState['ports'] = []
  /** Packets by when they had come, of the last seconds. */
  readonly #marks: { readonly at: number, readonly packets: number }[] = []
  #judged: Judged = { judgedAt: null, attacks: [], changes: [], unknownFingerprints: [] }
  #toolsOf: TelescopeView['toolsOf'] = new Map()
  #nextJudging = 0
  #judgedPackets = 0

  readonly #isLive: boolean

  /** @param isLive whether packets come as they are sent, so that silence can be told by the clock */
  constructor(telescope: Telescope, isLive: boolean) {
    this.#telescope = telescope
    this.#isLive = isLive
  }

  /** Goes on with another telescope, of another day. */
  renew(telescope: Telescope): void {
    const totals = this.#totals()
    this.#telescope = telescope
    this.#toolsOf = new Map()
    Object.assign(this.#before, totals)
    this.#judgedPackets = 0
  }

  /** Microseconds since the epoch, by which silence is judged: of a capture the time of its packets, else the clock. */
  now(): number {
    return this.#isLive ? Math.max(Date.now() * 1_000, this.#telescope.to) : this.#telescope.to
  }

  /** The unknown tools of sources, by row, as they were judged last. */
  get toolsOf(): TelescopeView['toolsOf'] {
    return this.#toolsOf
  }

  /** The counts of a minute that is over. */
  minute(counts: readonly MinuteCount[]): void {
    const of = (wanted: MinuteCount['dimension']) => [...Map.groupBy(counts.filter(({ dimension }) => dimension === wanted), ({ value }) => value)].map(([value, parts]) => ({ value, ...sumOf(parts) }))
    const [all] = of('all')
    const [first] = counts
    if (all === undefined || first === undefined) return
    const surveys = counts.find(({ dimension, isSurvey }) => dimension === 'all' && isSurvey)
    const { value: _, ...sums } = all
    this.#minutes = [...this.#minutes, { at: formatTime(first.minute), ...sums, surveyPackets: surveys?.packets ?? 0 }].slice(-LISTED.minutes)
    this.#kinds = of('kind').flatMap(({ value, ...rest }) => (isKind(value) ? [{ kind: value, ...rest }] : [])).sort((a, b) => b.packets - a.packets)
    this.#ports = of('port').map(({ value, ...rest }) => ({ port: value, ...rest })).sort((a, b) => b.sources - a.sources || b.packets - a.packets).slice(0, LISTED.ports)
  }

  state(given: Given): SensorState {
    const telescope = this.#telescope
    const now = Date.now()
    if (now >= this.#nextJudging && telescope.packets > this.#judgedPackets) this.#judge(now)
    return {
      ...given,
      since: formatTime(this.#since * 1_000),
      at: formatTime(now * 1_000),
      ...this.#totals(),
      packetsPerSecond: this.#rate(now),
      sources: telescope.sources.count,
      lastPacket: Number.isFinite(telescope.to) ? formatTime(telescope.to) : null,
      minutes: this.#minutes,
      kinds: this.#kinds,
      ports: this.#ports,
      warningCount: telescope.warnings?.count ?? 0,
      warnings: this.#latestWarnings(),
      ...this.#judged,
    }
  }

  #latestWarnings(): SensorState['warnings'] {
    const latest = this.#telescope.warnings?.latest(LISTED.warnings) ?? []
    return viewSomeWarnings(this.#telescope, latest, this.now(), this.toolsOf).map(({ evidence: _, ...warning }) => warning)
  }

  #totals(): Pick<SensorState, 'packets' | 'notWatched' | 'malformed'> {
    const { packets, notWatched, malformed } = this.#telescope
    return {
      packets: this.#before.packets + packets,
      notWatched: this.#before.notWatched + notWatched,
      malformed: this.#before.malformed + malformed.reduce((sum, each) => sum + each, 0),
    }
  }

  #rate(now: number): number {
    const { packets } = this.#totals()
    const marks = this.#marks
    marks.push({ at: now, packets })
    while (marks.length > 2 && marks[1]!.at <= now - RATE_MS) marks.shift()
    const [first] = marks
    return first === undefined || now === first.at ? 0 : Math.round((packets - first.packets) * 10_000 / (now - first.at)) / 10
  }

  #judge(now: number): void {
    const { summary, toolsOf } = viewTelescope(this.#telescope)
    this.#toolsOf = toolsOf
    this.#judged = {
      judgedAt: formatTime(now * 1_000),
      attacks: summary.attacks.toSorted((a, b) => (a.lastSeen < b.lastSeen ? 1 : -1)).slice(0, LISTED.attacks),
      changes: summary.changes.slice(-LISTED.changes).toReversed(),
      unknownFingerprints: summary.unknownFingerprints.slice(0, LISTED.unknown).map(tool => ({ ...tool, sources: tool.sources.slice(0, LISTED.unknown) })),
    }
    this.#judgedPackets = this.#telescope.packets
    const took = Date.now() - now
    this.#nextJudging = Date.now() + Math.max(JUDGING_MS, took / JUDGING_SHARE)
  }
}

function isKind(value: string): value is Kind {
  return Object.hasOwn(KIND, value)
}

/** Counts of disjoint sources together. */
function sumOf(parts: readonly MinuteCount[]): { readonly packets: number, readonly sources: number } {
  return { packets: parts.reduce((sum, { packets }) => sum + packets, 0), sources: parts.reduce((sum, { sources }) => sum + sources.count, 0) }
}
