/** One flow as it is kept: a JSON object whose addresses, ports and counts have the names of Zeek's conn log, and the rest those of {@link ELEMENTS}. */
export type FlowRecord = { [name: string]: string | number | bigint }

/** What was read of one datagram. */
export interface FlowReading {
  readonly records: FlowRecord[]
  /** Why parts of it could not be read, as shown to people. */
  readonly problems: string[]
  /** Units that its exporter numbered and that did not arrive. */
  lost: number
}

/** Microseconds → ISO 8601, UTC. */
export function flowTime(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1_000)
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > LARGEST_DATE_MS) return ''
  const micro = Math.floor(microseconds - milliseconds * 1_000)
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(micro).padStart(3, '0')}Z`
}

/** The names that IANA gives to the commonest protocols, as Zeek writes them; others are their number. */
export function protocolName(number: number): string {
  return PROTOCOLS[number] ?? String(number)
}

/** `S`, `SA`, `FPA`: the flags seen in any packet of a flow. */
export function tcpFlagText(flags: number): string {
  let text = ''
  for (const [bit, letter] of TCP_FLAGS) if ((flags & bit) !== 0) text += letter
  return text
}

export function ipv4Text(bytes: Uint8Array): string {
  return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`
}

export function macText(bytes: Uint8Array): string {
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(':')
}

/** Dates of ECMAScript end here (ECMA-262, time values). */
const LARGEST_DATE_MS = 8.64e15

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'icmp', 2: 'igmp', 4: 'ipip', 6: 'tcp', 17: 'udp', 41: 'ipv6', 47: 'gre', 50: 'esp', 51: 'ah', 58: 'icmp6', 89: 'ospf', 132: 'sctp' }

const TCP_FLAGS = [[2, 'S'], [1, 'F'], [4, 'R'], [8, 'P'], [16, 'A'], [32, 'U'], [64, 'E'], [128, 'C']] as const
