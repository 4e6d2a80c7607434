import type { House } from '../capabilities.ts'
import type { SourceCollection } from '../pipeline/collect/source-collection.ts'
import type { ReadingOptions } from '../pipeline/ingest/ingest-evidence.ts'
import type { IngestStore } from '../pipeline/ingest/ingest-store.ts'
import type { GatewayControl } from '../server/gateway/gateway-control.ts'
import type { SensorHub } from '../server/sensors/sensor-hub.ts'
import type { Renewal } from '../server/resources/rules/rule-library.ts'

/** What a running server lends to the commands of other processes. */
export interface SharedStore {
  readonly store: IngestStore
  readonly house: House
  readonly reading: ReadingOptions
  renewReading(): Promise<void>
  /** How browsers reach the server. */
  readonly origin: string
  /** One writer of evidence at a time. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  readonly sources: SourceCollection
  /** Null when the server takes no remote sensors. */
  readonly sensors: SensorHub | null
  /** Null when no gateway runs with it. */
  readonly gateway: GatewayControl | null
  accountsChanged(): void
  /** After rules were changed on the disk. */
  rulesChanged(): Promise<Renewal>
}
