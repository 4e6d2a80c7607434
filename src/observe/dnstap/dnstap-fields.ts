import { shortIpv6 } from '../../model/short-ipv6.ts'
import { formatTime, isValidTime } from '../../model/time.ts'
import type { FieldValue, MutableFields } from '../../model/value.ts'
import { readDnsMessage, readDnsName } from '../session/dns-message.ts'
import { dnsValues } from '../session/dns-values.ts'
import { TEXT_BYTES } from './defaults.ts'
import type { DnstapMessage, DnstapPolicy } from './dnstap-message.ts'

/** What a message of dnstap becomes. */
export interface DnstapEvent {
  /** Microseconds: of the message it tells of; null where it has none that holds. */
  readonly time: number | null
  /** Those of Zeek's dns.log under its names, and what dnstap has beside. */
  readonly fields: MutableFields
  /** What of it could not be read. */
  readonly problem: string | null
}

/** The fields of a message of dnstap; `id.orig_*` is who asks, `id.resp_*` who answers. */
export function dnstapEvent(message: DnstapMessage): DnstapEvent {
  const { type, socketProtocol, httpProtocol, queryMessage, responseMessage, queryZone } = message
  const typeName = TYPES[type] ?? `type-${type}`
  const queryTime = validTime(message.queryTime)
  const responseTime = validTime(message.responseTime)
  const time = typeName.endsWith('_RESPONSE') ? responseTime ?? queryTime : queryTime ?? responseTime
  const query = queryMessage === null ? null : readDnsMessage(queryMessage)
  const response = responseMessage === null ? null : readDnsMessage(responseMessage)
  const fields: MutableFields = {}
  const put = (name: string, value: FieldValue | undefined) => {
    if (value !== undefined && value !== null) fields[name] = value
  }
  put('ts', formatTime(time))
  put('dnstap_type', typeName)
  put('identity', textOf(message.identity))
  put('version', textOf(message.version))
  put('id.orig_h', addressOf(message.queryAddress))
  put('id.orig_p', message.queryPort)
  put('id.resp_h', addressOf(message.responseAddress))
  put('id.resp_p', message.responsePort)
  if (socketProtocol !== null) {
    const name = SOCKET_PROTOCOLS[socketProtocol] ?? `protocol-${socketProtocol}`
    put('proto', DATAGRAMS.has(name) ? 'udp' : 'tcp')
    put('socket_protocol', name)
  }
  put('http_protocol', httpProtocol === null ? null : HTTP_PROTOCOLS[httpProtocol] ?? `http-${httpProtocol}`)
  put('query_time', formatTime(queryTime))
  put('response_time', formatTime(responseTime))
  put('rtt', queryTime === null || responseTime === null ? null : (responseTime - queryTime) / 1_000_000)
  for (const [name, value] of Object.entries(dnsValues(query, response))) put(name, value)
  put('query_zone', queryZone === null ? null : zoneOf(queryZone))
  if (message.policy !== null) putPolicy(put, message.policy)
  put('extra', textOf(message.extra))
  const isUnread = (queryMessage !== null && query === null) || (responseMessage !== null && response === null)
  return { time, fields, problem: isUnread ? `a ${typeName} whose DNS message cannot be read` : null }
}

function putPolicy(put: (name: string, value: FieldValue | undefined) => void, { type, rule, action, match, value }: DnstapPolicy): void {
  put('policy_type', textOf(type))
  put('policy_rule', rule === null ? null : readDnsName(rule))
  put('policy_action', action === null ? null : POLICY_ACTIONS[action] ?? `action-${action}`)
  put('policy_match', match === null ? null : POLICY_MATCHES[match] ?? `match-${match}`)
  put('policy_value', value === null ? null : addressOf(value) ?? readDnsName(value) ?? textOf(value))
}

/** Names of dnstap.proto, by their numbers. */
const TYPES: readonly (string | undefined)[] = [
  undefined, 'AUTH_QUERY', 'AUTH_RESPONSE', 'RESOLVER_QUERY', 'RESOLVER_RESPONSE', 'CLIENT_QUERY', 'CLIENT_RESPONSE', 'FORWARDER_QUERY', 'FORWARDER_RESPONSE', 'STUB_QUERY',
  'STUB_RESPONSE', 'TOOL_QUERY', 'TOOL_RESPONSE', 'UPDATE_QUERY', 'UPDATE_RESPONSE',
]
const SOCKET_PROTOCOLS: readonly (string | undefined)[] = [undefined, 'UDP', 'TCP', 'DOT', 'DOH', 'DNSCryptUDP', 'DNSCryptTCP', 'DOQ']
const DATAGRAMS: ReadonlySet<string> = new Set(['UDP', 'DNSCryptUDP', 'DOQ'])
const HTTP_PROTOCOLS: readonly (string | undefined)[] = [undefined, 'HTTP1', 'HTTP2', 'HTTP3']
const POLICY_ACTIONS: readonly (string | undefined)[] = [undefined, 'NXDOMAIN', 'NODATA', 'PASS', 'DROP', 'TRUNCATE', 'LOCAL_DATA']
const POLICY_MATCHES: readonly (string | undefined)[] = [undefined, 'QNAME', 'CLIENT_IP', 'RESPONSE_IP', 'NS_NAME', 'NS_IP']

function validTime(time: number | null): number | null {
  return time !== null && isValidTime(time) ? time : null
}

function addressOf(bytes: Buffer | null): string | null {
  if (bytes?.length === 4) return bytes.join('.')
  return bytes?.length === 16 ? shortIpv6(Array.from({ length: 8 }, (_, group) => bytes.readUInt16BE(2 * group).toString(16)).join(':')) : null
}

/** The root has a name too. */
function zoneOf(bytes: Buffer): string | null {
  const name = readDnsName(bytes)
  return name === '' ? '.' : name
}

/** UTF-8; what is none is replaced. Nothing written is not there. */
function textOf(bytes: Buffer | null): string | null {
  return bytes === null || bytes.length === 0 ? null : bytes.toString('utf8', 0, TEXT_BYTES)
}
