import type { Decoder, ReadAs } from '../model/decoder.ts'
import type { EventBatch } from '../model/event-batch.ts'
import { EVENT_FLAGS } from '../model/event-batch.ts'
import { isValidTime } from '../model/time.ts'
import { zoneClock } from './zone-clock.ts'
import type { ZoneClock } from './zone-clock.ts'

/** By dataset (`linux.syslog`), or by the product before its dot (`linux`); the more particular goes first. */
export type Zones = Readonly<Record<string, string>>

/**
 * The decoder, with times that were read as UTC for want of a zone moved into the zone of the source that brought them, else into that configured for their
 * dataset; and with the dataset that the source says.
 */
export function inZones(decoder: Decoder, zones: Zones): Decoder {
  const clocks = new Map(Object.entries(zones).map(([name, zone]) => [name, zoneClock(zone)]))
  return {
    format: decoder.format,
    recognises: (head, path) => decoder.recognises(head, path),
    planner: settings => decoder.planner(settings),
    decode(file, chunk, report) {
      const { zone, dataset }: ReadAs = file.readAs ?? {}
      const batches = decoder.decode(file, chunk, report)
      if (clocks.size === 0 && zone === undefined && dataset === undefined) return batches
      const own = zone === undefined ? undefined : zoneClock(zone)
      return changed(batches, batch => takenFor(moved(batch, name => own ?? clocks.get(name) ?? clocks.get(name.split('.', 1)[0]!)), dataset))
    },
  }
}

async function* changed(batches: AsyncIterable<EventBatch>, change: (batch: EventBatch) => EventBatch): AsyncIterable<EventBatch> {
  for await (const batch of batches) yield change(batch)
}

function moved(batch: EventBatch, clockOf: (dataset: string) => ZoneClock | undefined): EventBatch {
  const { count, dataset, time, flags } = batch
  for (let row = 0; row < count; row++) {
    if ((flags[row]! & EVENT_FLAGS.zoneAssumed) === 0) continue
    const clock = clockOf(dataset[row]!)
    if (clock === undefined) continue
    const utc = clock(time[row]!)
    time[row] = isValidTime(utc) ? utc : Number.NaN
    flags[row]! &= ~EVENT_FLAGS.zoneAssumed
  }
  return batch
}

function takenFor(batch: EventBatch, dataset: string | undefined): EventBatch {
  return dataset === undefined ? batch : { ...batch, dataset: Array.from<string>({ length: batch.count }).fill(dataset) }
}
