import { PROTOCOL } from '../packet/packet-batch.ts'
import { connectionState } from './connection-state.ts'
import type { Flow } from './flow.ts'
import type { SessionEvent } from './session-event.ts'
import { sessionEvent } from './session-event.ts'

/** As Zeek's `proto`; of anything else, its number. */
const NAMES: ReadonlyMap<number, string> = new Map([[PROTOCOL.tcp, 'tcp'], [PROTOCOL.udp, 'udp'], [PROTOCOL.icmp, 'icmp'], [PROTOCOL.icmpv6, 'icmp'], [PROTOCOL.sctp, 'sctp']])

/** A flow that has ended → the event `conn`. */
export function connectionEvent(flow: Flow): SessionEvent {
  const from = flow.sides[flow.originator]
  const to = flow.sides[flow.originator === 0 ? 1 : 0]
  const duration = (flow.last - flow.first) / 1_000_000
  return sessionEvent(flow, 'conn', flow.first, {
    proto: NAMES.get(flow.protocol) ?? `unknown-${flow.protocol}`,
    service: flow.service === '' ? undefined : flow.service,
    // Unset, as in Zeek's log, of a single packet.
    duration: from.packets + to.packets < 2 || !(duration >= 0) ? undefined : duration,
    orig_bytes: from.payloadBytes,
    resp_bytes: to.payloadBytes,
    conn_state: connectionState(flow),
    missed_bytes: flow.missedBytes,
    orig_pkts: from.packets,
    orig_ip_bytes: from.ipBytes,
    resp_pkts: to.packets,
    resp_ip_bytes: to.ipBytes,
  })
}
