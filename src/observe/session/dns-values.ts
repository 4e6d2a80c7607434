import type { DnsMessage } from './dns-message.ts'
import { DNS_FLAG } from './dns-message.ts'
import { dnsClassName, dnsCodeName, dnsTypeName } from './dns-names.ts'

/** What Zeek's dns.log tells of a query and its answer, of which one may be missing; what is not known is undefined. */
export function dnsValues(query: DnsMessage | null, answer: DnsMessage | null): Readonly<Record<string, string | number | boolean | readonly (string | number)[] | undefined>> {
  const first = query ?? answer
  if (first === null) return {}
  const question = first.question ?? answer?.question
  const { flags } = answer ?? first
  const code = flags & 0x0f
  const answers = answer?.answers ?? []
  return {
    trans_id: first.id,
    query: question?.name,
    qclass: question?.class,
    qclass_name: question && dnsClassName(question.class),
    qtype: question?.type,
    qtype_name: question && dnsTypeName(question.type),
    rcode: answer === null ? undefined : code,
    rcode_name: answer === null ? undefined : dnsCodeName(code),
    AA: answer !== null && (flags & DNS_FLAG.authoritative) !== 0,
    TC: (flags & DNS_FLAG.truncated) !== 0,
    RD: (first.flags & DNS_FLAG.recursionDesired) !== 0,
    RA: answer !== null && (flags & DNS_FLAG.recursionAvailable) !== 0,
    Z: (flags >> 4) & 7,
    answers: answers.length === 0 ? undefined : answers,
    TTLs: answers.length === 0 ? undefined : answer?.lifetimes,
    rejected: answer !== null && code !== 0 && answers.length === 0,
  }
}
