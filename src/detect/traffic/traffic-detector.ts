import { isIP } from 'node:net'
import type { Detector, Match, RuleSummary } from '../../model/detector.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { DatasetView, Mappings } from '../../model/mappings.ts'
import type { Signal } from '../../model/signal.ts'
import { SECOND_US } from '../../model/time.ts'
import type { Fields } from '../../model/value.ts'
import { MAX_NAME_LENGTH, MIN_CARRYING_LENGTH, RHYTHMIC_PORTS } from './defaults.ts'
import type { Outside } from './outside.ts'
import { splitName } from './registered-domain.ts'
import { TRAFFIC } from './traffic-rules.ts'

/**
 * What ordered stages of traffic hear of, by key. A visit, a connection or a request from the site to the Internet, has `from`, `to` (an address, or the
 * name asked for), `port`, `sent` (bytes, empty where not known) and `kind`, of an exported flow also `client` (its port) and `lasting` (microseconds); a query of DNS has `from`, `name`, `type`, `code` and `answers`.
 */
export const TRAFFIC_SIGNALS = { visit: 'traffic.signal-visit', query: 'traffic.signal-query' } as const

/** What an event says under a key; null where it says nothing. */
export function signalValues(signals: readonly Signal[], key: string): Signal['values'] | null {
  return signals.find(({ rule }) => rule === key)?.values ?? null
}

type Look = (name: string) => string
type Reader = (look: Look, outside: Outside) => Signal | null

/** What the fields of a source are called that visits are told by. */
interface Names {
  readonly from: string
  readonly to: string
  readonly port: string
}

const ZEEK: Names = { from: 'id.orig_h', to: 'id.resp_h', port: 'id.resp_p' }
const SURICATA: Names = { from: 'src_ip', to: 'dest_ip', port: 'dest_port' }

/** By dataset: Zeek's logs, which captures become too (docs/packets.md), and Suricata's records. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['zeek.conn', (look, outside) => connection(look, outside, ZEEK, 'orig_bytes')],
  ['zeek.http', (look, outside) => request(look, outside, ZEEK, look('host'), 'request_body_len')],
  ['zeek.ssl', (look, outside) => request(look, outside, ZEEK, look('server_name'))],
  ['zeek.dns', look => query(look('id.orig_h'), look('query'), look('qtype_name'), look('rcode_name'), look('answers'))],
  // Records of `netflow` tell of each direction by itself.
  ['suricata.flow', (look, outside) => (look('event_type') === 'flow' ? connection(look, outside, SURICATA, 'flow.bytes_toserver') : null)],
  ['flows.flow', exportedFlow],
  ['suricata.http', (look, outside) => request(look, outside, SURICATA, look('http.hostname'))],
  ['suricata.tls', (look, outside) => request(look, outside, SURICATA, look('tls.sni'))],
  ['suricata.dns', suricataQuery],
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
        const signal = read(lookerOf(mappings.dataset(batch.dataset[row]!), fields), outside)
        if (signal !== null) matches.push({ row, rule: summaryOf(signal.rule), facts: () => [], signal: signal.values, absorbed: true })
      }
      return matches
    },
  }
}

function connection(look: Look, outside: Outside, names: Names, sent: string): Signal | null {
  return visit(look, outside, names, look(names.to), look(sent), 'connection')
}

/**
 * What routers export of one direction; of the other they export another. Who began it is not said: the side with the higher port is taken for it, unless one record tells
 * of both (RFC 5103). Sampled flows are left out, since what they do not show may be all of it.
 */
function exportedFlow(look: Look, outside: Outside): Signal | null {
  const [client, server] = [look('id.orig_p'), look('id.resp_p')]
  const isOfBoth = look('resp_bytes') !== ''
  if (client === '' || server === '' || Number(look('sampling_interval')) > 1 || (!isOfBoth && Number(client) <= Number(server))) return null
  const signal = connection(look, outside, ZEEK, 'orig_bytes')
  const lasting = Math.round(Number(look('duration')) * SECOND_US)
  return signal === null ? null : { ...signal, values: { ...signal.values, client, lasting: String(Number.isFinite(lasting) ? Math.max(0, lasting) : 0) } }
}

/** By the name of the server, where the client says it. */
function request(look: Look, outside: Outside, names: Names, host: string, sent = ''): Signal | null {
  return host === '' ? null : visit(look, outside, names, host.toLowerCase().replace(/:\d{1,5}$/, ''), sent === '' ? '' : look(sent), 'request')
}

function visit(look: Look, outside: Outside, names: Names, to: string, sent: string, kind: 'connection' | 'request'): Signal | null {
  const from = look(names.from)
  const port = look(names.port)
  if (RHYTHMIC_PORTS.has(Number(port)) || outside.has(from) || !outside.has(look(names.to))) return null
  return { rule: TRAFFIC_SIGNALS.visit, values: { from, to, port, sent: /^\d{1,15}$/.test(sent) ? sent : '', kind } }
}

/** Answers are kept of names that exist, to know which addresses they lead to. */
function query(from: string, name: string, type: string, code: string, answers: string): Signal | null {
  const split = splitName(name)
  if (split === null || (code !== 'NXDOMAIN' && answers === '' && split.below.length < MIN_CARRYING_LENGTH)) return null
  return { rule: TRAFFIC_SIGNALS.query, values: { from, name, type, code, answers } }
}

/** Queries and answers are records of their own: the answer says all, and an answer goes to who asked. */
function suricataQuery(look: Look): Signal | null {
  const kind = look('dns.type')
  if (kind !== 'answer' && kind !== 'response') return null
  // In records of version 2 the answer's source is the server, in those of version 3 the client.
  const isFromServer = look('dns.version') === '2' && look('src_port') === '53'
  const [name] = (look('dns.rrname') || look('dns.queries.rrname')).split(' ')
  return query(look(isFromServer ? 'dest_ip' : 'src_ip'), name ?? '', look('dns.rrtype') || look('dns.queries.rrtype'), look('dns.rcode'), look('dns.answers.rdata') || look('dns.grouped.A'))
}

function lookerOf(view: DatasetView, fields: Fields): Look {
  return name => {
    const value = view.lookUp(fields, name)
    if (Array.isArray(value)) return value.filter(member => typeof member === 'string' && isIP(member) !== 0).slice(0, MAX_ADDRESSES).join(' ')
    return typeof value === 'string' ? value.slice(0, MAX_NAME_LENGTH) : typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
  }
}

/** Addresses of one answer that are kept. */
const MAX_ADDRESSES = 16

const SUMMARIES: ReadonlyMap<string, RuleSummary> = new Map(Object.values(TRAFFIC_SIGNALS).map(id => (
  [id, { id, title: id, level: 'informational', techniques: [], tactics: [], falsePositives: [], status: '' }]
)))

function summaryOf(id: string): RuleSummary {
  return SUMMARIES.get(id)!
}
