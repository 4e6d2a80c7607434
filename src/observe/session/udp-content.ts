import { DnsExchange } from './dns-exchange.ts'
import type { ContentReader, Flow } from './flow.ts'
import type { SessionContext } from './stream-protocol.ts'

/** Reads the datagrams of a DNS flow. */
export class UdpContent implements ContentReader {
  readonly #flow: Flow
  readonly #dns: DnsExchange

  constructor(flow: Flow, context: SessionContext) {
    this.#flow = flow
    this.#dns = new DnsExchange(flow, context)
  }

  accept(bytes: Uint8Array, time: number): void {
    if (!this.#dns.accept(bytes, time)) this.#flow.ignored = true
  }

  end(): void {
    this.#dns.end()
  }
}
