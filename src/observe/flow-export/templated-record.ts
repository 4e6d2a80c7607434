import { formatAddress } from '../packet/format-address.ts'
import { OPAQUE_BYTES, TEXT_BYTES } from './defaults.ts'
import type { FlowRecord } from './flow-record.ts'
import { flowTime, ipv4Text, macText, protocolName, tcpFlagText } from './flow-record.ts'
import type { ElementKind } from './information-elements.ts'
import { elementOf, END_REASONS, FIREWALL_EVENTS, NAT_EVENTS } from './information-elements.ts'
import { sinceUptime } from './netflow-5.ts'
import type { ExportTime, ExporterFacts, Template } from './template-store.ts'

export interface ReadRecord {
  readonly record: FlowRecord
  readonly end: number
  /** Milliseconds since the epoch, where the record says when its exporter started. */
  readonly bootMs: number | null
}

const VARIABLE = 65_535
/** Seconds from 1900, where NTP counts from, to 1970. */
const NTP_EPOCH = 2_208_988_800

/** One data record by its template (RFC 3954 §5.3, RFC 7011 §3.4.3); null when it is cut off. Values of no known element are kept in hex under their number. */
export function readTemplated(bytes: Uint8Array, from: number, { fields }: Template, exported: ExportTime, facts: ExporterFacts): ReadRecord | null {
  const record: FlowRecord = {}
  const times: Times = { start: null, end: null, bootMs: null, startUptime: null, endUptime: null }
  let at = from
  for (const { enterprise, id, length: fixed } of fields) {
    let length = fixed
    if (fixed === VARIABLE) {
      length = bytes[at] ?? 0
      at++
      if (length === 255) {
        length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
        at += 2
      }
    }
    if (at + length > bytes.length) return null
    const value = bytes.subarray(at, at + length)
    at += length
    const element = elementOf(enterprise, id)
    if (element === null) {
      if (value.some(byte => byte !== 0)) record[enterprise === 0 ? `element_${id}` : `element_${enterprise}_${id}`] = opaque(value)
    } else put(record, times, element.name, element.kind, value, exported)
  }
  const { bootMs } = times
  tellTimes(record, { ...times, bootMs: bootMs ?? facts.bootMs }, exported)
  tellIcmp(record)
  if (facts.samplingInterval !== null) record['sampling_interval'] ??= facts.samplingInterval
  return { record, end: at, bootMs }
}

interface Times {
  /** Microseconds since the epoch. */
  start: number | null
  end: number | null
  bootMs: number | null
  /** Milliseconds since the exporter's start. */
  startUptime: number | null
  endUptime: number | null
}

function put(record: FlowRecord, times: Times, name: string, kind: ElementKind, value: Uint8Array, exported: ExportTime): void {
  switch (kind) {
    case 'number': return void (record[name] = exact(value))
    case 'ipv4': return void (value.length === 4 && !isZero(value) && (record[name] = ipv4Text(value)))
    case 'ipv6': return void (value.length === 16 && !isZero(value) && (record[name] = ipv6Text(value)))
    case 'mac': return void (value.length === 6 && !isZero(value) && (record[name] = macText(value)))
    case 'text': return void (record[name] = textOf(value))
    case 'opaque': return void (record[name] = opaque(value))
    case 'protocol': return void (record[name] = protocolName(numberOf(value)))
    case 'flags': return void (record[name] = tcpFlagText(numberOf(value) & 0xff))
    case 'end-reason': return void (record[name] = END_REASONS[numberOf(value)] ?? numberOf(value))
    case 'nat-event': return void (record[name] = NAT_EVENTS[numberOf(value)] ?? numberOf(value))
    case 'firewall-event': return void (record[name] = FIREWALL_EVENTS[numberOf(value)] ?? numberOf(value))
    case 'duration-milliseconds': return void (record[name] = numberOf(value) / 1_000)
    case 'duration-microseconds': return void (record[name] = numberOf(value) / 1_000_000)
    case 'boot-milliseconds': return void (times.bootMs = numberOf(value))
    case 'start-seconds': return void (times.start ??= numberOf(value) * 1_000_000)
    case 'end-seconds': return void (times.end ??= numberOf(value) * 1_000_000)
    case 'start-milliseconds': return void (times.start = numberOf(value) * 1_000)
    case 'end-milliseconds': return void (times.end = numberOf(value) * 1_000)
    case 'start-ntp': return void (times.start = ntp(value))
    case 'end-ntp': return void (times.end = ntp(value))
    case 'start-delta': return void (times.start = exported.now - numberOf(value))
    case 'end-delta': return void (times.end = exported.now - numberOf(value))
    case 'start-uptime': return void (times.startUptime = numberOf(value))
    case 'end-uptime': return void (times.endUptime = numberOf(value))
  }
}

/** A flow without times of its own is of the time of its export. */
function tellTimes(record: FlowRecord, { start, end, bootMs, startUptime, endUptime }: Times, { now, uptime }: ExportTime): void {
  const sinceStart = (milliseconds: number | null) => {
    if (milliseconds === null) return null
    // Uptimes begin anew every 49 days: the one nearest to the export is meant.
    const running = uptime ?? (bootMs === null ? null : Math.floor(now / 1_000) - bootMs)
    return running === null ? null : now - sinceUptime(running, milliseconds) * 1_000
  }
  const last = end ?? sinceStart(endUptime)
  const first = start ?? sinceStart(startUptime) ?? last ?? now
  record['ts'] = flowTime(first)
  if (last !== null && last >= first) record['duration'] ??= (last - first) / 1_000_000
}

/** Type and code of ICMP in one number, as older exporters have them; some put it into the port of destination (RFC 5102 §5.4.18 does not). */
function tellIcmp(record: FlowRecord): void {
  const joined = record['icmp_type_code']
  if (typeof joined !== 'number') return
  delete record['icmp_type_code']
  if (record['proto'] !== 'icmp' && record['proto'] !== 'icmp6') return
  record['icmp_type'] ??= joined >> 8
  record['icmp_code'] ??= joined & 0xff
}

/** Exact to 64 bits; reduced lengths are allowed (RFC 7011 §6.2). What is longer is shown in hex. */
function exact(value: Uint8Array): number | bigint | string {
  if (value.length > 8) return opaque(value)
  let number = 0n
  for (const byte of value) number = number << 8n | BigInt(byte)
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : number
}

function numberOf(value: Uint8Array): number {
  let number = 0
  for (const byte of value.subarray(0, 8)) number = number * 256 + byte
  return number
}

/** Microseconds of a time of NTP: seconds and their fraction, 32 bits each. */
function ntp(value: Uint8Array): number | null {
  if (value.length !== 8) return null
  return (numberOf(value.subarray(0, 4)) - NTP_EPOCH) * 1_000_000 + Math.floor(numberOf(value.subarray(4)) / 2 ** 32 * 1_000_000)
}

function ipv6Text(value: Uint8Array): string {
  return formatAddress(Uint32Array.from({ length: 4 }, (_, word) => numberOf(value.subarray(word * 4, word * 4 + 4))))
}

function textOf(value: Uint8Array): string {
  const end = value.indexOf(0)
  return Buffer.from(value.subarray(0, Math.min(end < 0 ? value.length : end, TEXT_BYTES))).toString('utf8')
}

function opaque(value: Uint8Array): string {
  return Buffer.from(value.subarray(0, OPAQUE_BYTES)).toString('hex')
}

function isZero(value: Uint8Array): boolean {
  return value.every(byte => byte === 0)
}
