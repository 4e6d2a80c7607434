import { FRAGMENT, PROTOCOL, type PacketBatch } from '../packet/packet-batch.ts'
import { hit, MARK, ZMAP_ID } from './marks.ts'
import { isBackscatter, KIND, kindOf, TCP_KINDS } from './kinds.ts'
import { AT, ROW_DOUBLES, ROW_WORDS, type SourceTable } from './source-table.ts'

const SYN = KIND['tcp-syn']

/**
 * Adds the packets [from, to) to their sources' rows: how many, when, which times to live, parts of the space, kinds, and the one mark that any packet
 * may carry. Writes each packet's kind. Hot: what needs more than these columns is a pass of its own.
 *
 * @param rows the row of each packet's source, -1 for none
 * @returns how many of them are no SYN
 */
export function countSources(sources: SourceTable, batch: PacketBatch, rows: Int32Array, kinds: Uint8Array, from: number, to: number): number {
  const { words, doubles, halves, bytes } = sources
  const { time, ttl, destination, protocol, fragment, tcpFlags, ipId, version } = batch
  let others = 0
  for (let packet = from; packet < to; packet++) {
    const kind = protocol[packet] === PROTOCOL.tcp && (fragment[packet]! & FRAGMENT.later) === 0 ? TCP_KINDS[tcpFlags[packet]!]! : kindOf(batch, packet)
    kinds[packet] = kind
    if (kind !== SYN) others++
    const row = rows[packet]!
    if (row < 0) continue
    const word = row * ROW_WORDS
    const double = row * ROW_DOUBLES
    const byte = word * 4
    const at = time[packet]!
    const life = ttl[packet]!
    if (words[word + AT.wordPackets]!++ === 0) {
      doubles[double + AT.doubleFirst] = at
      doubles[double + AT.doubleLast] = at
      bytes[byte + AT.byteLeastTtl] = life
      bytes[byte + AT.byteMostTtl] = life
    } else {
      if (at > doubles[double + AT.doubleLast]!) doubles[double + AT.doubleLast] = at
      else if (at < doubles[double + AT.doubleFirst]!) doubles[double + AT.doubleFirst] = at
      if (life < bytes[byte + AT.byteLeastTtl]!) bytes[byte + AT.byteLeastTtl] = life
      else if (life > bytes[byte + AT.byteMostTtl]!) bytes[byte + AT.byteMostTtl] = life
    }
    halves[word * 2 + AT.halfTargets]! |= 1 << (Math.imul(destination[packet]!, 0x9e3779b1) >>> 28)
    words[word + AT.wordKinds]! |= 1 << kind
    if (ipId[packet] === ZMAP_ID && version[packet] === 4 && !isBackscatter(kind)) hit(bytes, byte + AT.byteMarks + MARK.zmap)
  }
  return others
}
