import type { PacketOrigin } from '../observe/capture/packet-source.ts'
import { watchForHub } from '../observe/capture/watch-for-hub.ts'
import type { WatchOrder } from '../observe/telescope/sightings/watch-order.ts'
import { watchOrderSchema } from '../observe/telescope/sightings/watch-order.ts'
import { NotYet } from '../pipeline/collect/receiver.ts'
import type { Log } from '../platform/log.ts'
import { TELESCOPE_SOURCE } from '../server/sources/telescope-source.ts'
import { keepJson, readKept } from './kept-json.ts'
import { SENSOR_ORGANISATION } from './local-name.ts'
import type { SensorSource } from './sensor-sources.ts'

/** The telescope of this sensor as one of its sources; it watches when the hub has said whom to look for. @param order null: it has not */
export function watchSource(origin: PacketOrigin, order: WatchOrder | null, log: Log): SensorSource {
  return {
    key: JSON.stringify([TELESCOPE_SOURCE, origin, order?.version]),
    wanted: {
      kind: 'telescope',
      source: { organisation: SENSOR_ORGANISATION, name: TELESCOPE_SOURCE, format: 'json' },
      async receive(spool) {
        if (order === null) throw new NotYet('the hub has named no unused space of this sensor\'s organisation so far; it is asked every few seconds (docs/telescope.md)')
        return watchForHub({ origin, order }, spool, log)
      },
    },
  }
}

/** As it was last heard: a sensor watches also when the hub is away. */
export function readWatchOrder(folder: string): WatchOrder | null {
  return readKept(folder, ORDER, watchOrderSchema.nullable()) ?? null
}

export function keepWatchOrder(folder: string, order: WatchOrder | null): void {
  keepJson(folder, ORDER, order)
}

const ORDER = 'telescope.json'
