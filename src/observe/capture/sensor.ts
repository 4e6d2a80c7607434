import { DAY_US } from '../../model/time.ts'
import type { MinuteCount } from '../../store/telescope/minute-count.ts'
import type { PacketBatch } from '../packet/packet-batch.ts'
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
import { WarningJournal } from '../telescope/warning-journal.ts'
import { FIGURES_MS, JUDGING_SHARE, LISTED } from './defaults.ts'
import { MinuteCounter } from './minute-counter.ts'
import type { PacketOrigin } from './packet-source.ts'
import { PacketSource } from './packet-source.ts'
import type { ToldWarnings } from './sensor-messages.ts'
import { SensorView } from './sensor-view.ts'
import type { SensorState } from './sensor-schema.ts'

export interface SensorOptions {
  readonly source: PacketOrigin
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
  #told: ToldWarnings[] = []
  readonly #outlet: SensorOutlet
  readonly #view: SensorView
  readonly #source: PacketSource

  constructor(options: SensorOptions, outlet: SensorOutlet) {
    this.#options = options
    const { space, source } = options
    this.#outlet = outlet
    this.#source = new PacketSource(source)
    this.#telescope = this.#open()
    this.#view = new SensorView(this.#telescope, this.#source.isLive)
    this.#counter = this.#openCounter()
    this.#growth = new GrowthWatch({ space })
    this.#journal = new WarningJournal(this.#telescope)
  }

  /** Takes packets until the source ends, which an interface never does. Never throws for content. */
  async run(): Promise<void> {
    await this.#source.run(batch => this.#accept(batch))
    this.#counter.end()
    this.#tellFigures()
  }

  stop(): void {
    this.#source.stop()
  }

  state(): SensorState {
    const { name: source, state, problem, dropped } = this.#source
    return this.#view.state({
      source,
      state,
      problem,
      dropped,
      notStored: this.#outlet.notStored,
      growth: this.#grown,
    })
  }

  /** What somebody should hear of since the last call. */
  takeTold(): { readonly warnings: readonly ToldWarnings[], readonly growth: GrowthReport['alerts'] } {
    const growth = viewNewAlerts(this.#growth)
    const short = growth.map(alert => ({ ...alert, addresses: alert.addresses.slice(0, LISTED.addresses) }))
    this.#grown = [...short.toReversed(), ...this.#grown].slice(0, LISTED.growth)
    return { warnings: [...this.#told.splice(0), ...this.#takeJournal()], growth }
  }

  #takeJournal(): ToldWarnings[] {
    const { run } = this.#journal
    const warnings = this.#journal.take(this.#view.now(), this.#view.toolsOf).map(({ warning }) => warning)
    return warnings.length === 0 ? [] : [{ run, warnings }]
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
    this.#told.push(...this.#takeJournal())
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
}
