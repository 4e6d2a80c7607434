import { PROTOCOL } from '../packet/packet-batch.ts'
import type { Flow, FlowSide } from './flow.ts'

/**
 * What became of a connection, in Zeek's words (https://docs.zeek.org/en/master/scripts/base/protocols/conn/main.zeek.html): S0 unanswered, S1 open,
 * SF ended in order, REJ refused, S2 and S3 closed by one side only, RST… reset, SH… closed without having been answered, OTH the middle of one.
 */
export function connectionState({ protocol, sides, originator }: Flow): string {
  const from = sides[originator]
  const to = sides[originator === 0 ? 1 : 0]
  if (protocol === PROTOCOL.udp) return from.packets > 0 ? (to.packets > 0 ? 'SF' : 'S0') : 'SHR'
  if (protocol !== PROTOCOL.tcp) return 'OTH'
  if (to.reset) return from.syn ? (to.syn ? 'RSTR' : 'REJ') : 'RSTRH'
  if (from.reset) return isUnopened(to) ? 'RSTOS0' : 'RSTO'
  if (from.fin && to.fin) return 'SF'
  if (from.fin) return isUnopened(to) ? 'SH' : 'S2'
  if (to.fin) return isUnopened(from) ? 'SHR' : 'S3'
  if (from.syn && to.syn) return 'S1'
  return from.syn && to.packets === 0 ? 'S0' : 'OTH'
}

/** Its own SYN was not seen: it said nothing, or the capture starts in the middle. */
function isUnopened({ syn }: FlowSide): boolean {
  return !syn
}
