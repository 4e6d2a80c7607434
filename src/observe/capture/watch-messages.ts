import type { SaidSightings } from '../telescope/sightings/member-watch.ts'
import type { WatchOrder } from '../telescope/sightings/watch-order.ts'
import type { PacketOrigin } from './packet-source.ts'

/** What the process that watches for a hub is opened with: only what can be sent. */
export interface WatchSetting {
  readonly origin: PacketOrigin
  readonly order: WatchOrder
}

/** What it says. It says nothing more before what it said was kept: each task tells it so. */
export interface WatchMessage extends SaidSightings {
  /** Packets that the kernel had to drop since the last message. */
  readonly dropped: number
  /** Why nothing is captured now; null while something is. */
  readonly problem: string | null
}
