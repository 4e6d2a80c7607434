import { DnsExchange } from './dns-exchange.ts'
import type { Flow, Side } from './flow.ts'
import { HeldBytes } from './held-bytes.ts'
import type { Progress, SessionContext, StreamProtocol } from './stream-protocol.ts'

const MAX_MESSAGE_BYTES = 65_535

/** DNS over TCP: each message after its length (RFC 1035, section 4.2.2). */
export class DnsStream implements StreamProtocol {
  readonly service = 'dns'
  readonly #exchange: DnsExchange
  readonly #held: readonly [HeldBytes, HeldBytes]

  constructor(flow: Flow, { budget, emit }: SessionContext) {
    this.#exchange = new DnsExchange(flow, { budget, emit })
    this.#held = [new HeldBytes(budget, 2 * MAX_MESSAGE_BYTES), new HeldBytes(budget, 2 * MAX_MESSAGE_BYTES)]
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    const held = this.#held[side]
    if (!held.append(bytes)) return this.#giveUp()
    for (;;) {
      const waiting = held.bytes
      if (waiting.length < 2) return 'goes-on'
      const end = 2 + ((waiting[0]! << 8) | waiting[1]!)
      if (waiting.length < end) return 'goes-on'
      if (!this.#exchange.accept(waiting.subarray(2, end), time)) return this.#giveUp()
      held.consume(end)
    }
  }

  gap(): Progress {
    return this.#giveUp()
  }

  end(): void {
    for (const held of this.#held) held.drop()
    this.#exchange.end()
  }

  #giveUp(): Progress {
    this.end()
    return 'done'
  }
}
