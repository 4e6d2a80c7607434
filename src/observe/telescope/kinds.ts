import { FRAGMENT, PROTOCOL, TCP_FLAG, type PacketBatch } from '../packet/packet-batch.ts'

/** What a packet that nobody asked for is; at most 32, because a source's kinds are the bits of a word. */
export const KINDS = [
  'tcp-syn', 'tcp-other', 'udp-dns', 'udp-ntp', 'udp-ntp-monlist', 'udp-ssdp', 'udp-memcached', 'udp-cldap', 'udp-snmp', 'udp-sip', 'udp-netbios',
  'udp-coap', 'udp-ws-discovery', 'udp-portmap', 'udp-tftp', 'udp-chargen', 'udp-quic', 'udp-mdns', 'udp-ike', 'udp-other', 'icmp-echo',
  'icmp-other', 'backscatter-syn-ack', 'backscatter-rst', 'backscatter-icmp', 'backscatter-dns', 'backscatter-ntp', 'backscatter-ssdp',
  'backscatter-cldap', 'backscatter-udp', 'other', 'misconfiguration',
] as const

export type Kind = typeof KINDS[number]

/** The number of each kind. */
export const KIND = Object.fromEntries(KINDS.map((kind, index) => [kind, index])) as Readonly<Record<Kind, number>>

const FIRST_BACKSCATTER = KIND['backscatter-syn-ack']
const LAST_BACKSCATTER = KIND['backscatter-udp']

/** Answers to what somebody sent in our name. */
export function isBackscatter(kind: number): boolean {
  return kind >= FIRST_BACKSCATTER && kind <= LAST_BACKSCATTER
}

/** Whether packets of the kind look for something at their destination port. */
export function isProbe(kind: number): boolean {
  return kind === KIND['tcp-syn'] || (kind >= KIND['udp-dns'] && kind <= KIND['udp-other'])
}

/** Services by port (IANA), as far as they are looked for on the whole internet. */
const UDP_SERVICES: ReadonlyMap<number, Kind> = new Map([
  [53, 'udp-dns'], [123, 'udp-ntp'], [1_900, 'udp-ssdp'], [11_211, 'udp-memcached'], [389, 'udp-cldap'], [161, 'udp-snmp'], [5_060, 'udp-sip'],
  [137, 'udp-netbios'], [5_683, 'udp-coap'], [3_702, 'udp-ws-discovery'], [111, 'udp-portmap'], [69, 'udp-tftp'], [19, 'udp-chargen'],
  [443, 'udp-quic'], [5_353, 'udp-mdns'], [500, 'udp-ike'],
])

/** ICMP messages that answer: errors and replies (RFC 792, 950; the list of CAIDA's Corsaro). */
const ICMP_ANSWERS: ReadonlySet<number> = new Set([0, 3, 4, 5, 11, 12, 14, 16, 18])
/** Those that quote the packet they are about. */
const ICMP_ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12])

const ICMP6_ECHO_REPLY = 129
const LAST_ICMP6_ERROR = 4

/** The kind of a TCP segment by the byte of its flags. */
export const TCP_KINDS = Uint8Array.from({ length: 256 }, (_, flags) => tcpKind(flags))

/** The kind of a decoded packet. Reads at most a few bytes of payload. */
export function kindOf(batch: PacketBatch, row: number): number {
  if ((batch.fragment[row]! & FRAGMENT.later) !== 0) return KIND.other
  switch (batch.protocol[row]) {
    case PROTOCOL.tcp: return TCP_KINDS[batch.tcpFlags[row]!]!
    case PROTOCOL.udp: return udpKind(batch, row)
    case PROTOCOL.icmp: return icmpKind(batch.icmpType[row]!)
    case PROTOCOL.icmpv6: return icmp6Kind(batch.icmpType[row]!)
    default: return KIND.other
  }
}

/** Whether the packet is an ICMP error, whose quoted packet says who was attacked. */
export function isIcmpError(batch: PacketBatch, row: number): boolean {
  const type = batch.icmpType[row]!
  return batch.protocol[row] === PROTOCOL.icmp ? ICMP_ERRORS.has(type) : type >= 1 && type <= LAST_ICMP6_ERROR
}

function tcpKind(flags: number): number {
  if ((flags & TCP_FLAG.rst) !== 0) return KIND['backscatter-rst']
  if ((flags & TCP_FLAG.syn) === 0 || (flags & TCP_FLAG.fin) !== 0) return KIND['tcp-other']
  return (flags & TCP_FLAG.ack) === 0 ? KIND['tcp-syn'] : KIND['backscatter-syn-ack']
}

function icmpKind(type: number): number {
  if (type === 8) return KIND['icmp-echo']
  return ICMP_ANSWERS.has(type) ? KIND['backscatter-icmp'] : KIND['icmp-other']
}

function icmp6Kind(type: number): number {
  if (type === 128) return KIND['icmp-echo']
  return type === ICMP6_ECHO_REPLY || (type >= 1 && type <= LAST_ICMP6_ERROR) ? KIND['backscatter-icmp'] : KIND['icmp-other']
}

function udpKind(batch: PacketBatch, row: number): number {
  const { bytes } = batch
  const from = batch.payload[row]!
  const length = batch.payloadLength[row]!
  const answer = length === 0 ? null : udpAnswer(bytes, from, length, batch.sourcePort[row]!, batch.destinationPort[row]!)
  if (answer !== null) return KIND[answer]
  const port = batch.destinationPort[row]!
  if (port === 123 && length >= 4 && isMonlist(bytes, from)) return KIND['udp-ntp-monlist']
  return KIND[UDP_SERVICES.get(port) ?? 'udp-other']
}

/** NTP's private mode (7), request code MON_GETLIST or its successor (ntpd's ntp_request.h: 20 and 42). */
function isMonlist(bytes: Uint8Array, from: number): boolean {
  const code = bytes[from + 3]!
  return (bytes[from]! & 0x87) === 0x07 && (code === 42 || code === 20)
}

/** What the answer of a service is; null when it is none. Most are told by a bit that only answers have. */
function udpAnswer(bytes: Uint8Array, from: number, length: number, sourcePort: number, destinationPort: number): Kind | null {
  switch (sourcePort) {
    case 53: return length >= 12 && (bytes[from + 2]! & 0x80) !== 0 ? 'backscatter-dns' : null
    // A server's mode is 4; private and control messages have a response bit (RFC 9327, section 2).
    case 123: return isNtpAnswer(bytes[from]!, length < 2 ? 0 : bytes[from + 1]!) ? 'backscatter-ntp' : null
    // `HTTP`, as against the `M-SE` of a search.
    case 1_900: return length >= 4 && bytes[from] === 0x48 && bytes[from + 1] === 0x54 ? 'backscatter-ssdp' : null
    case 389: return bytes[from] === 0x30 && hasSearchResult(bytes, from, length) ? 'backscatter-cldap' : null
    case 19: case 17: case 111: case 137: case 161: case 3_702: case 5_683: case 11_211:
      return destinationPort !== sourcePort && destinationPort >= 1_024 ? 'backscatter-udp' : null
    default: return null
  }
}

function isNtpAnswer(first: number, second: number): boolean {
  const mode = first & 7
  return mode === 4 || (mode === 7 && (first & 0x80) !== 0) || (mode === 6 && (second & 0x80) !== 0)
}

/** A searchResEntry or searchResDone (RFC 4511: application tags 4 and 5) near the start. */
function hasSearchResult(bytes: Uint8Array, from: number, length: number): boolean {
  for (let at = from + 4; at < from + Math.min(length, 16); at++) if (bytes[at] === 0x64 || bytes[at] === 0x65) return true
  return false
}
