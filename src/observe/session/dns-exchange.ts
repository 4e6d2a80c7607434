import { MAX_WAITING } from './defaults.ts'
import type { DnsMessage } from './dns-message.ts'
import { DNS_FLAG, readDnsMessage } from './dns-message.ts'
import { dnsValues } from './dns-values.ts'
import type { Flow } from './flow.ts'
import { PROTOCOL } from '../packet/packet-batch.ts'
import { sessionEvent } from './session-event.ts'
import type { SessionContext } from './stream-protocol.ts'

/** Ports of DNS, mDNS and LLMNR. */
export const DNS_PORTS: ReadonlySet<number> = new Set([53, 5_353, 5_355])

interface Query {
  readonly message: DnsMessage
  readonly time: number
}

/** Joins the queries of one flow with their answers → events `dns`; what stays without answer is told too. */
export class DnsExchange {
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #waiting = new Map<number, Query>()

  constructor(flow: Flow, context: SessionContext) {
    this.#flow = flow
    this.#context = context
  }

  /** Whether the bytes are a message. @param time of its packet, in microseconds */
  accept(bytes: Uint8Array, time: number): boolean {
    const message = readDnsMessage(bytes)
    if (message === null) return false
    const waiting = this.#waiting.get(message.id)
    if ((message.flags & DNS_FLAG.response) === 0) {
      if (waiting !== undefined && waiting.message.question?.name === message.question?.name && waiting.message.question?.type === message.question?.type) return true
      if (waiting !== undefined) this.#tell(waiting, null)
      this.#waiting.delete(message.id)
      this.#waiting.set(message.id, { message, time })
      if (this.#waiting.size > MAX_WAITING) this.#giveUpOldest()
      return true
    }
    this.#waiting.delete(message.id)
    this.#tell(waiting ?? null, { message, time })
    return true
  }

  end(): void {
    while (this.#waiting.size > 0) this.#giveUpOldest()
  }

  #giveUpOldest(): void {
    for (const [id, query] of this.#waiting) {
      this.#waiting.delete(id)
      this.#tell(query, null)
      return
    }
  }

  #tell(query: Query | null, answer: Query | null): void {
    const first = query ?? answer
    if (first === null) return
    this.#flow.service = 'dns'
    this.#context.emit(sessionEvent(this.#flow, 'dns', first.time, {
      proto: this.#flow.protocol === PROTOCOL.tcp ? 'tcp' : 'udp',
      rtt: query === null || answer === null || Number.isNaN(answer.time - query.time) ? undefined : (answer.time - query.time) / 1_000_000,
      ...dnsValues(query?.message ?? null, answer?.message ?? null),
    }))
  }
}
