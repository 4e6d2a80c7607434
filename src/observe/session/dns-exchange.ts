import { MAX_WAITING } from './defaults.ts'
import { dnsClassName, dnsCodeName, dnsTypeName } from './dns-names.ts'
import type { DnsMessage } from './dns-message.ts'
import { DNS_FLAG, readDnsMessage } from './dns-message.ts'
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
    const question = first.message.question ?? answer?.message.question
    const flags = (answer ?? first).message.flags
    const code = flags & 0x0f
    const answers = answer?.message.answers ?? []
    this.#flow.service = 'dns'
    this.#context.emit(sessionEvent(this.#flow, 'dns', first.time, {
      proto: this.#flow.protocol === PROTOCOL.tcp ? 'tcp' : 'udp',
      trans_id: first.message.id,
      rtt: query === null || answer === null || Number.isNaN(answer.time - query.time) ? undefined : (answer.time - query.time) / 1_000_000,
      query: question?.name,
      qclass: question?.class,
      qclass_name: question && dnsClassName(question.class),
      qtype: question?.type,
      qtype_name: question && dnsTypeName(question.type),
      rcode: answer === null ? undefined : code,
      rcode_name: answer === null ? undefined : dnsCodeName(code),
      AA: answer !== null && (flags & DNS_FLAG.authoritative) !== 0,
      TC: (flags & DNS_FLAG.truncated) !== 0,
      RD: (first.message.flags & DNS_FLAG.recursionDesired) !== 0,
      RA: answer !== null && (flags & DNS_FLAG.recursionAvailable) !== 0,
      Z: (flags >> 4) & 7,
      answers: answers.length === 0 ? undefined : answers,
      TTLs: answers.length === 0 ? undefined : answer?.message.lifetimes,
      rejected: answer !== null && code !== 0 && answers.length === 0,
    }))
  }
}
