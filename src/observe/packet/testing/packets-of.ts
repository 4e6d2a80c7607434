import { CaptureReader } from '../capture-reader.ts'
import type { DecodeOptions } from '../decode-packets.ts'
import { decodePackets } from '../decode-packets.ts'
import { FRAGMENT, MALFORMED_KINDS } from '../packet-batch.ts'

const reader = new CaptureReader()

/** What a test looks at: every row of a capture as an object, and what was told of it. */
export async function packetsOf(capture: Uint8Array, { blockBytes = 1 << 20, ...options }: DecodeOptions & { readonly blockBytes?: number } = {}) {
  const errors: string[] = []
  const packets = []
  for await (const batch of reader.read(blocksOf(capture, blockBytes), { error: ({ reason, offset }) => errors.push(`${offset}: ${reason}`) })) {
    decodePackets(batch, options)
    for (let row = 0; row < batch.count; row++) {
      packets.push({
        time: batch.time[row]!,
        length: batch.wireLength[row]!,
        malformed: MALFORMED_KINDS[batch.malformed[row]!]!,
        version: batch.version[row]!,
        source: batch.source[row]!,
        destination: batch.destination[row]!,
        protocol: batch.protocol[row]!,
        sourcePort: batch.sourcePort[row]!,
        destinationPort: batch.destinationPort[row]!,
        tcpFlags: batch.tcpFlags[row]!,
        later: (batch.fragment[row]! & FRAGMENT.later) !== 0,
        icmpType: batch.icmpType[row]!,
        payloadLength: batch.payloadLength[row]!,
        tunnelled: batch.tunnelled[row] === 1,
      })
    }
  }
  return { packets, errors }
}

async function* blocksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
