import { PROTOCOL } from '../packet/packet-batch.ts'

/** Types that answer others, by the type they answer (RFC 792, RFC 950, RFC 4443). */
const ANSWERS: ReadonlyMap<number, number> = new Map([[0, 8], [14, 13], [16, 15], [18, 17]])
const ANSWERS_V6: ReadonlyMap<number, number> = new Map([[129, 128]])

/**
 * ICMP has no ports: as Zeek does, the type asked stands for the originator's and the code for the responder's, so that an answer belongs to
 * the flow of its question.
 */
export function icmpPorts(protocol: number, type: number, code: number): readonly [number, number] {
  const asked = (protocol === PROTOCOL.icmp ? ANSWERS : ANSWERS_V6).get(type)
  return asked === undefined ? [type, code] : [code, asked]
}
