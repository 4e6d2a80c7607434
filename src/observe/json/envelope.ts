import { isFields } from '../../model/value.ts'
import type { MutableFields } from '../../model/value.ts'
import { addAbsent } from './lift.ts'

/** Names that say a record is packed by a store's export, and the member it is packed in. */
const ENVELOPES: readonly (readonly [name: string, member: string])[] = [
  /** Elasticsearch and OpenSearch: a hit. */
  ['_index', '_source'],
  /** Splunk: a line of `-output json`. */
  ['preview', 'result'],
  /** Splunk's HTTP Event Collector: an event. */
  ['sourcetype', 'event'],
  /** OpenTelemetry: a log record whose body has members. */
  ['observedTimeUnixNano', 'body'],
  ['timeUnixNano', 'body'],
]

/** A record as its source wrote it, taken out of a store's export. What the store added stays beside its fields where it has none so. */
export function openEnvelope(record: MutableFields): MutableFields {
  for (const [name, member] of ENVELOPES) {
    const packed = record[member]
    if (record[name] === undefined || !isFields(packed)) continue
    const opened: MutableFields = { ...packed }
    const { [member]: _packed, ...added } = record
    addAbsent(opened, added)
    return opened
  }
  return record
}
