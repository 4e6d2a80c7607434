import { DAY_US } from '../../../model/time.ts'
import type { PacketBatch } from '../../packet/packet-batch.ts'
import { JUDGING_MS, JUDGING_SHARE, WATCHED_SOURCES } from './defaults.ts'
import { Telescope } from '../telescope.ts'
import { viewTelescope } from '../telescope-report.ts'
import { WarningJournal } from '../warning-journal.ts'
import type { Sighting } from './sighting.ts'
import { sightingOf } from './sighting.ts'
import type { WatchOrder } from './watch-order.ts'
import { readWatchOrder } from './watch-order.ts'

/** What is said to the hub, and whether it is news: more of the same can wait. */
export interface SaidSightings {
  readonly sightings: readonly Sighting[]
  readonly isNews: boolean
}

/**
 * A telescope on a member's unused space that tells of members' addresses only. With each day (UTC), and when there is no room for another source, it begins
 * anew: a flood of forged addresses must not hide a member's.
 */
export class MemberWatch {
  readonly #order: ReturnType<typeof readWatchOrder>
  readonly #isLive: boolean
  #telescope: Telescope
  #journal: WarningJournal
  #toolsOf: ReturnType<typeof viewTelescope>['toolsOf'] = new Map()
  #judgedPackets = 0
  #nextJudging = 0
  #day = Number.NaN
  /** Of telescopes before this one. */
  #said: SaidSightings[] = []

  /** @param isLive whether packets come as they are sent, so that silence can be told by the clock */
  constructor(order: WatchOrder, isLive: boolean) {
    this.#order = readWatchOrder(order)
    this.#isLive = isLive
    this.#telescope = this.#open()
    this.#journal = new WarningJournal(this.#telescope)
  }

  /** Packets of the watched space. */
  get packets(): number {
    return this.#telescope.packets - this.#telescope.notWatched
  }

  accept(batch: PacketBatch): void {
    this.#telescope.accept(batch)
    const day = Math.floor(this.#now() / DAY_US)
    if (Number.isNaN(this.#day)) this.#day = day
    if (day > this.#day || this.#telescope.unfollowed > 0) this.#renew(day)
  }

  /** What happened since the last call; null for nothing. */
  take(): SaidSightings | null {
    this.#judgeIfDue()
    const said = [...this.#said.splice(0), this.#takeJournal()]
    const sightings = said.flatMap(each => each.sightings)
    return sightings.length === 0 ? null : { sightings, isNews: said.some(({ isNews }) => isNews) }
  }

  #takeJournal(): SaidSightings {
    const records = this.#journal.take(this.#now(), this.#toolsOf)
    return { sightings: records.map(({ warning }) => sightingOf(warning, this.#journal.run)), isNews: records.some(({ happening }) => happening !== 'seen') }
  }

  #now(): number {
    return this.#isLive ? Math.max(Date.now() * 1_000, this.#telescope.to) : this.#telescope.to
  }

  #open(): Telescope {
    return new Telescope({ ...this.#order, sourceLimit: WATCHED_SOURCES })
  }

  #renew(day: number): void {
    this.#said.push(this.#takeJournal())
    this.#day = day
    this.#telescope = this.#open()
    this.#journal = new WarningJournal(this.#telescope)
    this.#toolsOf = new Map()
    this.#judgedPackets = 0
  }

  /** Looks for unknown tools. */
  #judgeIfDue(): void {
    const now = Date.now()
    if (now < this.#nextJudging || this.#telescope.packets === this.#judgedPackets) return
    this.#toolsOf = viewTelescope(this.#telescope).toolsOf
    this.#judgedPackets = this.#telescope.packets
    this.#nextJudging = Date.now() + Math.max(JUDGING_MS, (Date.now() - now) / JUDGING_SHARE)
  }
}
