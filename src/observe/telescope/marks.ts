import { LEAST_MARKED_PACKETS, MARK_CHANCE } from './defaults.ts'

/**
 * The tools that are told by a mark in their packets' headers. At most eight: a source keeps a byte for each.
 *
 * - `masscan`: the IP identification is destination ⊕ destination port ⊕ sequence number, lower 16 bits. Source: masscan's `templ-pkt.c`,
 *   for both templates (without options, window 1024; with MSS, window 1025).
 * - `mirai`: the TCP sequence number is the destination address. Source: Mirai's published `scanner.c`; Antonakakis et al., "Understanding
 *   the Mirai Botnet", USENIX Security 2017. Its descendants keep it.
 * - `zmap`: the IP identification is 54321. Source: `packet.c` of ZMap up to 4.0; Durumeric et al., USENIX Security 2013.
 * - `zmap-like` (suspected): ZMap's packet template with a random identification, as since 4.1.0: window 65535 and no "don't fragment", which no
 *   operating system sends together, and a time to live that started at 255. Source: `packet.c` (`make_ip_header`, `make_tcp_header`).
 * - `nmap`: of two sequence numbers of one run, the bits that differ are the same in both halves, and the packet has only an MSS and a window
 *   of 1024 to 4096. Source: `seq32_encode` in nmap's `scan_engine_raw.cc`; Ghiëtte, Blenn, Doerr, "Remote Identification of Port Scan
 *   Toolchains", NTMS 2016.
 * - `unicornscan`: sequence number ⊕ destination ⊕ (destination port · 2¹⁶ + source port) is one key for a run. Source: `TCPHASHTRACK` in
 *   unicornscan's `tcphash.h`; Ghiëtte et al. 2016.
 * - `sipvicious`: the SIP request names the tool (`friendly-scanner`, `sipvicious`, `sundayddr`). Source: SIPVicious' `svmap.py`.
 * - `netcore`: the payload that opens the hard-coded back door of Netcore and Netis routers on UDP 53413. Source: Trend Micro, August 2014.
 */
export const MARKS = ['masscan', 'mirai', 'zmap', 'zmap-like', 'nmap', 'unicornscan', 'sipvicious', 'netcore'] as const

export type Mark = typeof MARKS[number]

export const MARK = Object.fromEntries(MARKS.map((mark, index) => [mark, index])) as Readonly<Record<Mark, number>>

/** The IP identification that `zmap` is told by. */
export const ZMAP_ID = 54_321

/** Counts a mark; 255 stands for any more. */
export function hit(bytes: Uint8Array, at: number): void {
  if (bytes[at]! < 255) bytes[at]!++
}

/** Suspected only: the packets fit, but others might send such. */
export const SUSPECTED: ReadonlySet<Mark> = new Set(['zmap-like'])

/** Chance that a packet of another tool carries the mark. */
const CHANCES: readonly number[] = [2 ** -16, 2 ** -32, 2 ** -16, 2 ** -16, 2 ** -16, 2 ** -32, 0, 0]

/**
 * The tools a source is told to use, from how often each mark was seen in its packets: on at least two where chance hits once in 65,536, and
 * more often than chance explains in so many packets (the binomial's bound: ways to choose the hits, times the chance of each).
 *
 * @param hits one byte for each mark, from `at` on; 255 stands for any more
 */
export function marksOf(hits: Uint8Array, at: number, packets: number): Mark[] {
  const found = MARKS.filter((_, mark) => isBeyondChance(hits[at + mark]!, packets, CHANCES[mark]!))
  return found.includes('zmap') ? found.filter(mark => mark !== 'zmap-like') : found
}

function isBeyondChance(hits: number, packets: number, chance: number): boolean {
  if (hits === 0 || (chance >= 2 ** -16 && hits < LEAST_MARKED_PACKETS)) return false
  let bound = 1
  for (let seen = 1; seen <= hits && bound > 1e-300; seen++) bound *= Math.max(1, packets - seen + 1) * chance / seen
  // One packet of a 32-bit mark is believed: chance would take four billion.
  return bound < MARK_CHANCE || (chance < 2 ** -31 && hits >= LEAST_MARKED_PACKETS - 1 && packets < 2 ** 8)
}
