import { isIP } from 'node:net'
import type { Detector, Match, RuleSummary } from '../../model/detector.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { DatasetView, Mappings } from '../../model/mappings.ts'
import type { Signal } from '../../model/signal.ts'
import type { Fields } from '../../model/value.ts'
import { MAX_NAME_LENGTH, RHYTHMIC_PORTS } from './defaults.ts'
import type { Outside } from './outside.ts'
import { splitName } from './registered-domain.ts'
import { TRAFFIC } from './traffic-rules.ts'

/**
 * What ordered stages of traffic hear of, by key. A visit, a connection or a request from the site to the Internet, has `from`, `to` (an address, or the
 * name asked for), `port`, `sent` (bytes, empty where not known) and `kind`; a query of DNS has `from`, `name`, `type`, `code` and `answers`.
 */
export const TRAFFIC_SIGNALS = { visit: 'traffic.signal-visit', query: 'traffic.signal-query' } as const

/** What an event says under a key; null where it says nothing. */
export function signalValues(signals: readonly Signal[], key: string): Signal['values'] | null {
  return signals.find(({ rule }) => rule === key)?.values ?? null
}

type Reader = (fields: Fields, look: (name: string) => string, outside: Outside) => Signal | null

/** By dataset. Fields are those of Zeek's logs (docs/packets.md). */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['zeek.conn', (_, look, outside) => visit(look, outside, look('id.resp_h'), look('orig_bytes'), 'connection')],
  ['zeek.http', (_, look, outside) => (look('host') === '' ? null : visit(look, outside, hostOf(look('host')), look('request_body_len'), 'request'))],
  ['zeek.ssl', (_, look, outside) => (look('server_name') === '' ? null : visit(look, outside, look('server_name').toLowerCase(), '', 'request'))],
  ['zeek.dns', (_, look) => query(look)],
])

/**
 * Says of events what ordered stages of traffic need of them; by itself it finds nothing. What no stage could use is left out, since each signal
 * is stored: connections within the site, and names that nobody registered.
 */
export function trafficDetector(mappings: Mappings, outside: Outside): Detector {
  return {
    name: TRAFFIC,
    inspect(batch: EventBatch): Match[] {
      const matches: Match[] = []
      for (let row = 0; row < batch.count; row++) {
        const read = READERS.get(batch.dataset[row]!)
        if (read === undefined) continue
        const fields = batch.fields[row]!
        const signal = read(fields, lookerOf(mappings.dataset(batch.dataset[row]!), fields), outside)
        if (signal !== null) matches.push({ row, rule: summaryOf(signal.rule), facts: () => [], signal: signal.values, absorbed: true })
      }
      return matches
    },
  }
}

function visit(look: (name: string) => string, outside: Outside, to: string, sent: string, kind: 'connection' | 'request'): Signal | null {
  const port = look('id.resp_p')
  if (RHYTHMIC_PORTS.has(Number(port)) || outside.has(look('id.orig_h')) || !outside.has(look('id.resp_h'))) return null
  return { rule: TRAFFIC_SIGNALS.visit, values: { from: look('id.orig_h'), to, port, sent: /^\d{1,15}$/.test(sent) ? sent : '', kind } }
}

/** Answers are kept of names that exist, to know which addresses they lead to. */
function query(look: (name: string) => string): Signal | null {
  const name = look('query')
  if (splitName(name) === null) return null
  return { rule: TRAFFIC_SIGNALS.query, values: { from: look('id.orig_h'), name, type: look('qtype_name'), code: look('rcode_name'), answers: look('answers') } }
}

function lookerOf(view: DatasetView, fields: Fields): (name: string) => string {
  return name => {
    const value = view.lookUp(fields, name)
    if (Array.isArray(value)) return value.filter(member => typeof member === 'string' && isIP(member) !== 0).slice(0, MAX_ADDRESSES).join(' ')
    return typeof value === 'string' ? value.slice(0, MAX_NAME_LENGTH) : typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
  }
}

/** Addresses of one answer that are kept. */
const MAX_ADDRESSES = 16

/** Without the port. */
function hostOf(host: string): string {
  return host.toLowerCase().replace(/:\d{1,5}$/, '')
}

const SUMMARIES: ReadonlyMap<string, RuleSummary> = new Map(Object.values(TRAFFIC_SIGNALS).map(id => (
  [id, { id, title: id, level: 'informational', techniques: [], tactics: [], falsePositives: [], status: '' }]
)))

function summaryOf(id: string): RuleSummary {
  return SUMMARIES.get(id)!
}
