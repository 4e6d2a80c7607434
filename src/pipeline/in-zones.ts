import type { Decoder } from '../model/decoder.ts'
import type { EventBatch } from '../model/event-batch.ts'
import { EVENT_FLAGS } from '../model/event-batch.ts'
import { isValidTime } from '../model/time.ts'
import { zoneClock } from './zone-clock.ts'
import type { ZoneClock } from './zone-clock.ts'

/** By dataset (`linux.syslog`), or by the product before its dot (`linux`); the more particular goes first. */
export type Zones = Readonly<Record<string, string>>

/** The decoder, with times that were read as UTC for want of a zone moved into the zone configured for their dataset. */
export function inZones(decoder: Decoder, zones: Zones): Decoder {
  if (Object.keys(zones).length === 0) return decoder
  const clocks = new Map(Object.entries(zones).map(([name, zone]) => [name, zoneClock(zone)]))
  return {
    format: decoder.format,
    recognises: (head, path) => decoder.recognises(head, path),
    planner: settings => decoder.planner(settings),
    async* decode(file, chunk, report) {
      for await (const batch of decoder.decode(file, chunk, report)) yield moved(batch, clocks)
    },
  }
}

function moved(batch: EventBatch, clocks: ReadonlyMap<string, ZoneClock>): EventBatch {
  const { count, dataset, time, flags } = batch
  for (let row = 0; row < count; row++) {
    if ((flags[row]! & EVENT_FLAGS.zoneAssumed) === 0) continue
    const name = dataset[row]!
    const clock = clocks.get(name) ?? clocks.get(name.split('.', 1)[0]!)
    if (clock === undefined) continue
    const utc = clock(time[row]!)
    time[row] = isValidTime(utc) ? utc : Number.NaN
    flags[row]! &= ~EVENT_FLAGS.zoneAssumed
  }
  return batch
}
