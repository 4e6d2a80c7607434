import { captureHeader, captureRecord } from '../../packet/write-capture.ts'

/** A TCP segment of a made conversation between a client (10.0.0.1) and a server (10.0.0.2). */
export interface Segment {
  readonly from: 'client' | 'server'
  /** As TCP writes them; without any an ACK. */
  readonly flags?: number
  /** Offset in the sender's stream; its first byte is 1, its SYN 0. */
  readonly at?: number
  readonly text?: string
  /** Seconds after the start. */
  readonly seconds?: number
  readonly clientPort?: number
  readonly serverPort?: number
}

export const FLAGS = { fin: 17, syn: 2, reset: 4, synAck: 18, ack: 16 } as const

const START_US = 1_700_000_000_000_000
const INITIAL = { client: 1_000, server: 0xffff_fff0 } as const

/** A capture of segments in the order given, a millisecond after one another where no time is given. */
export function conversation(segments: readonly Segment[]): Uint8Array {
  return Buffer.concat([captureHeader(), ...segments.map(({ from, flags = FLAGS.ack, at = 1, text = '', seconds, clientPort = 40_000, serverPort = 80 }, index) => {
    const isClient = from === 'client'
    return captureRecord(START_US + (seconds === undefined ? index * 1_000 : seconds * 1_000_000), {
      source: isClient ? 0x0a000001 : 0x0a000002,
      destination: isClient ? 0x0a000002 : 0x0a000001,
      ttl: 64,
      id: index,
      content: {
        kind: 'tcp',
        sourcePort: isClient ? clientPort : serverPort,
        destinationPort: isClient ? serverPort : clientPort,
        sequence: (INITIAL[from] + at) >>> 0,
        flags,
        window: 1_000,
        payload: Buffer.from(text, 'latin1'),
      },
    })
  })])
}
