import type { PacketFields } from '../../packet/write-capture.ts'
import { ipv4Packet } from '../../packet/write-capture.ts'
import type { Random } from './random.ts'

export type Answer = 'syn-ack' | 'rst' | 'icmp' | 'dns'

interface AnswerAim {
  readonly source: number
  /** Whom somebody attacks; it or a router before it answers. */
  readonly target: number
  readonly destination: number
  readonly port: number
  readonly hops: number
}

const FLAGS = { 'syn-ack': 0x12, 'rst': 0x14 } as const

/** What a target of a flood sends to the address that was written into an attacker's packet. */
export function answerOf(answer: Answer, random: Random, { source, target, destination, port, hops }: AnswerAim): PacketFields {
  const outer = { source, destination, ttl: 64 - hops, id: random.half(), dontFragment: true }
  const forgedPort = random.between(1_024, 65_535)
  if (answer === 'dns') {
    const payload = Buffer.from('0000818200010000000000000765786d61706c6503636f6d0000010001', 'hex')
    payload.writeUInt16BE(random.half() & 0xffff, 0)
    return { ...outer, content: { kind: 'udp', sourcePort: 53, destinationPort: forgedPort, payload } }
  }
  if (answer === 'icmp') {
    const quoted = ipv4Packet({ source: destination, destination: target, ttl: 40, id: random.half(), content: { kind: 'tcp', sourcePort: forgedPort, destinationPort: port, sequence: random.word(), flags: 2, window: 1_024 } })
    return { ...outer, content: { kind: 'icmp', type: 3, code: 1, rest: 0, payload: quoted.subarray(0, 28) } }
  }
  return { ...outer, content: { kind: 'tcp', sourcePort: port, destinationPort: forgedPort, sequence: random.word(), acknowledgement: random.word(), flags: FLAGS[answer], window: answer === 'rst' ? 0 : 29_200 } }
}
