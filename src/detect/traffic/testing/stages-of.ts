import { compareEvents } from '../../../model/event-order.ts'
import { EventBatchBuilder } from '../../../model/event-batch.ts'
import type { OrderedEvent, StageMatch } from '../../../model/ordered-stage.ts'
import type { Fields } from '../../../model/value.ts'
import { loadMappings } from '../../../pipeline/load-mappings.ts'
import { orderedEvents } from '../../../pipeline/ordered/ordered-events.ts'
import { Outside } from '../outside.ts'
import { trafficDetector } from '../traffic-detector.ts'
import { trafficStages } from '../traffic-stages.ts'

/** A line of one of Zeek's logs. */
export interface MadeEvent {
  readonly dataset: string
  /** Seconds. */
  readonly ts: number
  readonly fields: Fields
}

export interface Stated extends StageMatch {
  readonly event: OrderedEvent
}

const mappings = loadMappings()

/** What stages of traffic state of events, which come in any order. */
export function statedOf(events: readonly MadeEvent[], { ownNetworks = [] as readonly string[], disabled = [] as readonly string[] } = {}): readonly Stated[] {
  const detector = trafficDetector(mappings, new Outside(ownNetworks))
  const ordered: OrderedEvent[] = []
  const builder = new EventBatchBuilder()
  const inspect = (): void => {
    const batch = builder.take()
    for (const event of orderedEvents(batch, detector.inspect(batch), 'e', mappings)) ordered.push(event)
  }
  for (const [record, { dataset, ts, fields }] of events.entries()) {
    if (builder.add({ dataset, time: Math.round(ts * 1_000_000), record, offset: record, length: 1, fields: { ts, ...fields } })) inspect()
  }
  inspect()
  const stages = trafficStages(new Set(disabled))
  return ordered.sort(compareEvents).flatMap(event => stages.flatMap(stage => stage.accept(event).map(match => ({ ...match, event }))))
}

export function connection(ts: number, from: string, to: string, rest: Fields = {}): MadeEvent {
  return { dataset: 'zeek.conn', ts, fields: { 'id.orig_h': from, 'id.orig_p': 40_000, 'id.resp_h': to, 'id.resp_p': 443, 'proto': 'tcp', 'conn_state': 'SF', ...rest } }
}

export function query(ts: number, from: string, name: string, rest: Fields = {}): MadeEvent {
  return { dataset: 'zeek.dns', ts, fields: { 'id.orig_h': from, 'id.orig_p': 40_000, 'id.resp_h': '10.0.0.53', 'id.resp_p': 53, 'query': name, 'qtype_name': 'A', 'rcode_name': 'NOERROR', ...rest } }
}
