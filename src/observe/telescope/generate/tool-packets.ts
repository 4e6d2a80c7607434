import type { PacketFields } from '../../packet/write-capture.ts'
import type { Random } from './random.ts'

/** What a tool's packet is made for. */
export interface Aim {
  readonly source: number
  readonly destination: number
  readonly port: number
  /** Hops to the telescope. */
  readonly hops: number
}

/** A tool as one run of it: keys and the like are drawn once, from the first packet on. */
export type Tool = (random: Random, aim: Aim) => PacketFields

const MSS = Uint8Array.of(2, 4, 5, 0xb4)
/** MSS, SACK permitted, time stamps, no operation, window scale: Linux. */
const LINUX_OPTIONS = Uint8Array.of(2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7)
/** MSS, no operation, window scale, no operation twice, SACK permitted: Windows. */
const WINDOWS_OPTIONS = Uint8Array.of(2, 4, 5, 0xb4, 1, 3, 3, 8, 1, 1, 4, 2)
const SYN = 2

interface SynParts {
  readonly ttl: number
  readonly id: number
  readonly sourcePort: number
  readonly sequence: number
  readonly window: number
  readonly options?: Uint8Array
  readonly dontFragment?: boolean
}

function syn({ source, destination, port, hops }: Aim, { ttl, id, sourcePort, sequence, window, options, dontFragment = false }: SynParts): PacketFields {
  const content = { kind: 'tcp', sourcePort, destinationPort: port, sequence, flags: SYN, window, ...(options !== undefined && { options }) } as const
  return { source, destination, ttl: ttl - hops, id, dontFragment, content }
}

/** A source port as systems choose them. */
function ephemeral(random: Random): number {
  return random.between(32_768, 60_999)
}

export function zmapOld(): Tool {
  return (random, aim) => syn(aim, { ttl: 255, id: 54_321, sourcePort: ephemeral(random), sequence: random.word(), window: 65_535 })
}

export function zmapNew(): Tool {
  return (random, aim) => syn(aim, { ttl: 255, id: random.half(), sourcePort: ephemeral(random), sequence: random.word(), window: 65_535, options: MSS })
}

/** @param template the older has no options and a window of 1024, the newer an MSS and 1025 */
export function masscan(template: 'old' | 'new'): Tool {
  return (random, aim) => {
    const sequence = random.word()
    const id = (aim.destination ^ aim.port ^ sequence) & 0xffff
    const rest = template === 'old' ? { window: 1_024 } : { window: 1_025, options: MSS }
    return syn(aim, { ttl: 255, id, sourcePort: random.between(40_000, 60_000), sequence, ...rest })
  }
}

export function mirai(): Tool {
  return (random, aim) => syn(aim, { ttl: 64, id: random.half(), sourcePort: random.between(1_024, 65_535), sequence: aim.destination, window: random.half() })
}

export function nmap(): Tool {
  let key: number | undefined
  return (random, aim) => {
    key ??= random.word()
    const attempt = random.below(256)
    return syn(aim, { ttl: 64, id: random.half(), sourcePort: random.between(33_000, 65_000), sequence: (((attempt << 16) | attempt) ^ key) >>> 0, window: 1_024, options: MSS })
  }
}

export function unicornscan(): Tool {
  let key: number | undefined
  return (random, aim) => {
    key ??= random.word()
    const sourcePort = random.between(1_024, 65_535)
    return syn(aim, { ttl: 128, id: random.half(), sourcePort, sequence: (key ^ aim.destination ^ ((aim.port << 16) | sourcePort)) >>> 0, window: 4_096 })
  }
}

export function sipvicious(): Tool {
  return (random, { source, destination, hops }) => {
    const branch = random.word().toString(16)
    const lines = ['OPTIONS sip:100@198.51.100.1 SIP/2.0', `Via: SIP/2.0/UDP 127.0.1.1:5060;branch=z9hG4bK-${branch}`, 'User-Agent: friendly-scanner', 'Content-Length: 0', '', '']
    return { source, destination, ttl: 64 - hops, id: random.half(), dontFragment: true, content: { kind: 'udp', sourcePort: 5_060, destinationPort: 5_060, payload: Buffer.from(lines.join('\r\n')) } }
  }
}

/** A program that asks its operating system to connect. */
export function ownStack(random: Random): Tool {
  const isLinux = random.below(3) > 0
  return (each, aim) => syn(aim, isLinux
    ? { ttl: 64, id: each.half(), sourcePort: ephemeral(each), sequence: each.word(), window: 64_240, options: LINUX_OPTIONS, dontFragment: true }
    : { ttl: 128, id: each.half(), sourcePort: each.between(49_152, 65_535), sequence: each.word(), window: 8_192, options: WINDOWS_OPTIONS, dontFragment: true })
}

/** What is written into a SYN besides its addresses; `derived` is reckoned from the others. */
export function inventedTool({ field, xor, constant }: { readonly field: string, readonly xor: readonly string[], readonly constant: number }): Tool {
  return (random, aim) => {
    const parts: Record<string, number> = {
      id: random.half(), seqHigh: random.half(), seqLow: random.half(), ackHigh: 0, ackLow: 0, sourcePort: random.half(), window: random.half(),
      destinationHigh: aim.destination >>> 16, destinationLow: aim.destination & 0xffff, destinationPort: aim.port,
    }
    parts[field] = xor.reduce((value, name) => value ^ (parts[name] ?? 0), constant)
    return syn(aim, { ttl: 64, id: parts['id']!, sourcePort: parts['sourcePort']!, sequence: ((parts['seqHigh']! << 16) | parts['seqLow']!) >>> 0, window: parts['window']! })
  }
}
