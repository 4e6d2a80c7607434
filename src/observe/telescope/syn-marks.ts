import { FRAGMENT, type PacketBatch } from '../packet/packet-batch.ts'
import { SAMPLES_PER_SOURCE } from './defaults.ts'
import { KIND } from './kinds.ts'
import { hit, MARK, ZMAP_ID } from './marks.ts'
import type { SamplePool } from './sample-pool.ts'
import { AT, ROW_HALVES, ROW_WORDS, SOURCE_FLAG, type SourceTable } from './source-table.ts'

const SYN = KIND['tcp-syn']
const NMAP_OPTION_BYTES = 4
const NMAP_WINDOWS: ReadonlySet<number> = new Set([1_024, 2_048, 3_072, 4_096])
/** A time to live that started at 255 is still above this: paths are shorter than 64 hops. */
const ZMAP_LEAST_TTL = 192

/**
 * The marks of the SYNs among the packets [from, to), some of them between one and its source's last; and the samples from which unknown tools are
 * found. IPv6 has no such tool yet.
 */
export function markSyns(sources: SourceTable, samples: SamplePool, batch: PacketBatch, rows: Int32Array, kinds: Uint8Array, from: number, to: number): void {
  const { words, bytes, halves } = sources
  const { version, sequence: sequences, acknowledgement, destination: destinations, destinationPort, sourcePort, ipId, window, optionBytes, fragment, ttl } = batch
  for (let packet = from; packet < to; packet++) {
    const row = rows[packet]!
    if (kinds[packet] !== SYN || row < 0 || version[packet] !== 4) continue
    const word = row * ROW_WORDS
    const byte = word * 4
    const marks = byte + AT.byteMarks
    const sequence = sequences[packet]!
    const destination = destinations[packet]!
    const port = destinationPort[packet]!
    const id = ipId[packet]!
    const windowSize = window[packet]!
    const options = optionBytes[packet]!
    const isMirai = sequence === destination
    const isMasscan = ((destination ^ port ^ sequence) & 0xffff) === id
    if (isMasscan) hit(bytes, marks + MARK.masscan)
    if (isMirai) hit(bytes, marks + MARK.mirai)
    if (windowSize === 65_535 && (fragment[packet]! & FRAGMENT.dontFragment) === 0 && ttl[packet]! > ZMAP_LEAST_TTL && id !== ZMAP_ID) {
      hit(bytes, marks + MARK['zmap-like'])
    }
    const ports = ((port << 16) | sourcePort[packet]!) >>> 0
    const flags = bytes[byte + AT.byteFlags]!
    if ((flags & SOURCE_FLAG.syn) === 0) {
      bytes[byte + AT.byteFlags] = flags | SOURCE_FLAG.syn
      halves[row * ROW_HALVES + AT.halfTemplate] = Math.imul(windowSize * 64 + options, 0x9e3779b1) >>> 16
    } else if (!isMirai) {
      const changed = sequence ^ words[word + AT.wordSequence]!
      if (changed === 0) {
        // nmap counts attempts, not targets: the same number for another address is a chance of 2⁻³², and no repetition.
        if (options === NMAP_OPTION_BYTES && destination !== words[word + AT.wordTarget]! && NMAP_WINDOWS.has(windowSize) && sequence >>> 16 !== (sequence & 0xffff)) {
          hit(bytes, marks + MARK.nmap)
          hit(bytes, marks + MARK.nmap)
        }
      } else {
        if (changed >>> 16 === (changed & 0xffff) && options === NMAP_OPTION_BYTES && NMAP_WINDOWS.has(windowSize) && sequence >>> 16 !== (sequence & 0xffff)) {
          hit(bytes, marks + MARK.nmap)
          // nmap counts its attempts in eight bits: with the other eight unchanged too, chance hits once in 2²⁴, and the two packets suffice.
          if ((changed & 0xff00) === 0) hit(bytes, marks + MARK.nmap)
        }
        // With one pair of ports it would be any tool that derives the sequence number from the destination.
        const otherPorts = ports ^ words[word + AT.wordPorts]!
        if (otherPorts !== 0) {
          const otherTarget = destination ^ words[word + AT.wordTarget]!
          const rest = changed ^ otherPorts
          if (rest !== 0 && (rest === otherTarget || rest === swapped(otherTarget))) hit(bytes, marks + MARK.unicornscan)
        }
      }
    }
    words[word + AT.wordSequence] = sequence
    words[word + AT.wordTarget] = destination
    words[word + AT.wordPorts] = ports
    const sample = bytes[byte + AT.byteSamples]!
    // What a known tool sent says nothing of an unknown one.
    if (sample >= SAMPLES_PER_SOURCE || isMirai || isMasscan || id === ZMAP_ID) continue
    const kept = samples.put(row, destination, sequence, (id << 16) | sourcePort[packet]!, (port << 16) | windowSize, acknowledgement[packet]!)
    bytes[byte + AT.byteSamples] = kept ? sample + 1 : SAMPLES_PER_SOURCE + 1
  }
}

/** The same four bytes in the other order: some tools compare numbers as the network and as the machine writes them. */
function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}
