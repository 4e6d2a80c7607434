import type { DayFigures } from '../telescope/figures/figures-schema.ts'
import type { GrowthReport } from '../telescope/growth/growth-schema.ts'
import type { WarningReport } from '../telescope/telescope-schema.ts'
import type { SensorState } from './sensor-schema.ts'

/** What the sensor's process is opened with: only what can be sent. */
export interface SensorSetting {
  readonly interface?: string | undefined
  readonly filter?: string | undefined
  readonly file?: string | undefined
  /** Prefixes; empty: every destination is watched. */
  readonly space: readonly string[]
  /** Path of the organisations file. */
  readonly organisations?: string | undefined
  /** Paths of known survey scanners, and of reverse names. */
  readonly surveys?: string | undefined
  readonly names?: string | undefined
  /** When answers are an attack elsewhere: packets, seconds, packets within some minute. */
  readonly attacks: { readonly packets: number, readonly seconds: number, readonly rate: number }
  readonly countryDatabase?: string | undefined
  readonly asnDatabase?: string | undefined
  /** Where pieces for the event store are written. */
  readonly spool: string
  readonly organisation: string
  /** Whether each packet's header goes into the event store too. */
  readonly storesPackets: boolean
}

/** A number under which the next piece goes into the event store. */
export interface SensorTask {
  readonly load: number
}

/** Warnings of which something is told, as one telescope sees them now. */
export interface ToldWarnings {
  /** Of the journal that tells it. */
  readonly run: string
  readonly warnings: readonly WarningReport[]
}

/** What the process says. */
export type SensorMessage =
  | { readonly kind: 'unopened', readonly reason: string }
  | { readonly kind: 'state', readonly state: SensorState }
  /** What somebody should hear of. */
  | { readonly kind: 'told', readonly warnings: readonly ToldWarnings[], readonly growth: GrowthReport['alerts'] }
  /** What a day brought until now. */
  | { readonly kind: 'figures', readonly figures: DayFigures }
  /** A piece is on the disk, in files for {@link packetInsert} and {@link minuteInsert}; null where there are no rows. */
  | { readonly kind: 'piece', readonly load: number, readonly packets: string | null, readonly minutes: string | null }
