import { DNS_PORTS, DnsExchange } from './dns-exchange.ts'
import type { ContentReader, Flow, Side } from './flow.ts'
import { QuicContent } from './quic-content.ts'
import { initialPackets } from './quic-initial.ts'
import type { SessionContext } from './stream-protocol.ts'

/** Gives the datagrams of a flow to the reader of DNS, by its ports, or of QUIC, by their content. */
export class UdpContent implements ContentReader {
  readonly #flow: Flow
  readonly #content: DnsExchange | QuicContent | null

  /** @param first datagram of the flow */
  constructor(flow: Flow, first: Uint8Array, context: SessionContext) {
    this.#flow = flow
    const isDns = DNS_PORTS.has(flow.ports[0]) || DNS_PORTS.has(flow.ports[1])
    this.#content = isDns ? new DnsExchange(flow, context) : initialPackets(first).length > 0 ? new QuicContent(flow, context) : null
  }

  /** @param time of the packet, in microseconds */
  accept(side: Side, bytes: Uint8Array, time: number): void {
    const content = this.#content
    const goesOn = content !== null && (content instanceof QuicContent ? content.accept(side, bytes, time) : content.accept(bytes, time))
    if (goesOn) return
    this.end()
    this.#flow.ignored = true
    this.#flow.reader = null
  }

  end(): void {
    this.#content?.end()
  }
}
