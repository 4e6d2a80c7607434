import { createReadStream, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { DAY_US, formatTime } from '../../model/time.ts'
import type { MinuteCount } from '../../store/telescope/minute-count.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { CaptureReader } from '../packet/capture-reader.ts'
import type { PacketBatch } from '../packet/packet-batch.ts'
import { readCaptures } from '../packet/read-captures.ts'
import type { AttackThresholds } from '../telescope/defaults.ts'
import { DayCounter } from '../telescope/figures/day-counter.ts'
import { CARPET_THRESHOLDS } from '../telescope/figures/defaults.ts'
import type { DayFigures } from '../telescope/figures/figures-schema.ts'
import type { Geo } from '../telescope/geo/geo.ts'
import type { GrowthReport } from '../telescope/growth/growth-schema.ts'
import { viewNewAlerts } from '../telescope/growth/growth-report.ts'
import { GrowthWatch } from '../telescope/growth/growth-watch.ts'
import type { Organisations } from '../telescope/organisations.ts'
import type { PrefixTable } from '../telescope/prefix-table.ts'
import type { SurveyScanners } from '../telescope/survey/survey-scanners.ts'
import { Telescope } from '../telescope/telescope.ts'
import type { WarningRecord } from '../telescope/warning-journal.ts'
import { WarningJournal } from '../telescope/warning-journal.ts'
import type { CaptureSource } from './capture-command.ts'
import { FIGURES_MS, JUDGING_SHARE, LISTED, RESTART_MS } from './defaults.ts'
import { LiveCapture } from './live-capture.ts'
import { MinuteCounter } from './minute-counter.ts'
import { SensorView } from './sensor-view.ts'
import type { SensorState } from './sensor-schema.ts'

export interface SensorOptions {
  readonly source: CaptureSource | { readonly file: string }
  readonly space: PrefixTable | null
  readonly organisations: Organisations | null
  readonly geo: Geo
  readonly surveys: SurveyScanners
  readonly attackThresholds: AttackThresholds
}

/** What is done with what the sensor takes, beside showing it. */
export interface SensorOutlet {
  /** The batch that the telescope accepted last; it holds until this returns. */
  packets(batch: PacketBatch, telescope: Telescope): void
  minute(counts: readonly MinuteCount[]): void
  /** What a day brought until now; the last time when it is over. */
  figures(figures: DayFigures): void
  /** Packets that found no room. */
  readonly notStored: number
}

/**
 * A telescope that watches for as long as the program runs. With each day (UTC) it begins anew, so that neither its sources nor what it says of them grow
 * without end; series by port, growing groups, and attacks go on over midnight.
 */
export class Sensor {
  readonly #options: SensorOptions
  readonly #growth: GrowthWatch
  #telescope: Telescope
  #counter: MinuteCounter
  #journal: WarningJournal
  /** Of the day; null before its first packet. */
  #figures: DayCounter | null = null
  /** Since the epoch. */
  #day = -1
  #nextFigures = 0
  /** Groups that were told last, newest first. */
  #grown: SensorState['growth'] = []
  /** What was told of the day before. */
  #told: WarningRecord[] = []
  readonly #outlet: SensorOutlet
  readonly #view: SensorView
  readonly #capture: LiveCapture | null
  /** Of a file: why it cannot be read. */
  #problem: string | null = null
  #state: 'starting' | 'running' | 'ended' = 'starting'

  constructor(options: SensorOptions, outlet: SensorOutlet) {
    this.#options = options
    const { space, source } = options
    this.#outlet = outlet
    this.#telescope = this.#open()
    this.#view = new SensorView(this.#telescope, !('file' in source))
    this.#counter = this.#openCounter()
    this.#growth = new GrowthWatch({ space })
    this.#journal = new WarningJournal(this.#telescope)
    this.#capture = 'file' in source ? null : new LiveCapture(source)
  }

  /** Takes packets until the source ends, which an interface never does. Never throws for content. */
  async run(): Promise<void> {
    const { source } = this.#options
    if ('file' in source) await this.#readFile(source.file)
    else await this.#capturePackets()
    this.#counter.end()
    this.#tellFigures()
    this.#state = 'ended'
  }

  stop(): void {
    this.#capture?.stop()
  }

  state(): SensorState {
    const { source } = this.#options
    const problem = this.#capture === null ? this.#problem : this.#capture.problem
    const isWaiting = this.#state === 'running' && problem !== null
    return this.#view.state({
      source: 'file' in source ? source.file : source.interface,
      state: isWaiting ? 'waiting' : this.#state,
      problem: this.#state === 'starting' ? null : problem,
      dropped: this.#capture?.dropped ?? 0,
      notStored: this.#outlet.notStored,
      growth: this.#grown,
    })
  }

  /** What somebody should hear of since the last call. */
  takeTold(): { readonly warnings: readonly WarningRecord[], readonly growth: GrowthReport['alerts'] } {
    const growth = viewNewAlerts(this.#growth)
    const short = growth.map(alert => ({ ...alert, addresses: alert.addresses.slice(0, LISTED.addresses) }))
    this.#grown = [...short.toReversed(), ...this.#grown].slice(0, LISTED.growth)
    return { warnings: [...this.#told.splice(0), ...this.#journal.take(this.#view.now(), this.#view.toolsOf)], growth }
  }

  #open(before?: Telescope): Telescope {
    const { space, organisations, attackThresholds } = this.#options
    return new Telescope({ space, attackThresholds, ...(organisations !== null && { organisations }), ...(before !== undefined && { before }) })
  }

  #openCounter(): MinuteCounter {
    return new MinuteCounter(this.#telescope, this.#options.geo, counts => {
      this.#view.minute(counts)
      this.#outlet.minute(counts)
    }, this.#options.surveys)
  }

  #accept(batch: PacketBatch): void {
    this.#telescope.accept(batch)
    const day = Math.floor(this.#view.now() / DAY_US)
    if (this.#figures === null) this.#begin(day)
    this.#counter.accept(batch)
    this.#growth.accept(batch)
    this.#figures?.count(batch)
    this.#outlet.packets(batch, this.#telescope)
    if (day > this.#day) this.#renew()
    else if (Date.now() >= this.#nextFigures) this.#tellFigures()
  }

  #begin(day: number): void {
    if (!Number.isFinite(day)) return
    this.#day = day
    this.#figures = new DayCounter(day, { ...this.#options, carpetThresholds: CARPET_THRESHOLDS }, this.#telescope)
    this.#nextFigures = Date.now() + FIGURES_MS
  }

  /** The day is over: the packets of the next begin with the next batch. */
  #renew(): void {
    this.#counter.end()
    this.#tellFigures()
    this.#told.push(...this.#journal.take(this.#view.now(), this.#view.toolsOf))
    this.#figures = null
    this.#telescope = this.#open(this.#telescope)
    this.#view.renew(this.#telescope)
    this.#counter = this.#openCounter()
    this.#journal = new WarningJournal(this.#telescope)
  }

  #tellFigures(): void {
    if (this.#figures === null) return
    const began = Date.now()
    this.#outlet.figures(this.#figures.figures())
    this.#nextFigures = Date.now() + Math.max(FIGURES_MS, (Date.now() - began) / JUDGING_SHARE)
  }

  async #capturePackets(): Promise<void> {
    const reader = new CaptureReader()
    for await (const blocks of this.#capture!.captures()) {
      this.#state = 'running'
      for await (const batch of reader.read(blocks, { error: () => {} })) this.#accept(batch)
    }
  }

  /** A named pipe is opened again whenever its writer has ended; a file is read once. */
  async #readFile(path: string): Promise<void> {
    this.#state = 'running'
    const reader = new CaptureReader()
    const report = ({ reason }: { readonly reason: string }) => { this.#problem = `${path}: ${reason} (${formatTime(Date.now() * 1_000)})` }
    while (isPipe(path)) {
      try {
        this.#problem = null
        for await (const batch of reader.read(createReadStream(path), { error: report })) this.#accept(batch)
      } catch (cause) {
        report({ reason: messageOf(cause) })
      }
      await sleep(RESTART_MS.first)
    }
    for await (const batch of readCaptures([path], { standardInput: nothing(), onError: (_, error) => report(error) })) {
      this.#accept(batch)
      // A file does not wait: whoever asks for the state must be answered meanwhile.
      await new Promise(setImmediate)
    }
  }
}

function isPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
