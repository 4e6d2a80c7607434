import { judgeCase } from '../judge/judge-case.ts'
import type { Guard } from '../judge/guard.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import { LONGEST_READ_ENCODED, MOST_JUDGED, SHORTEST_JUDGED } from './defaults.ts'

/** An answer without what gives orders to whoever reads it. */
export interface SafeAnswer {
  readonly value: unknown
  /** Texts that were withheld. */
  readonly withheld: number
  /** Why. */
  readonly found: readonly GuardJudgement[]
}

/** Judges one text of an answer. */
export type JudgeText = (text: string) => GuardJudgement

/**
 * Evidence is written by attackers too: a user agent, a file name or a mail may give orders to the assistant that reads it. Each text of an answer is judged as
 * what a tool gave back, and those that would be blocked are withheld, with the reason.
 */
export function withholdOrders(guard: Guard, value: unknown, judgeText: JudgeText = text => judgeCase(guard, { response_body: text })): SafeAnswer {
  let judged = 0
  let withheld = 0
  const found: GuardJudgement[] = []
  const safe = (text: string): string => {
    if (text.length < SHORTEST_JUDGED) return text
    if (++judged > MOST_JUDGED) {
      withheld++
      return '[withheld by Noroshi: too many texts to be judged; ask for less]'
    }
    const judgement = judgeText(text)
    if (judgement.verdict !== 'allow') found.push(judgement)
    if (judgement.verdict === 'allow' || judgement.verdict === 'flag') return text
    withheld++
    return `[withheld by Noroshi: ${withoutQuote(judgement.reason.en)}]`
  }
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return safe(each)
    if (Array.isArray(each)) return each.map(walk)
    if (typeof each !== 'object' || each === null) return each
    const isMedia = holdsMedia(each)
    // Names of fields come from the evidence as well.
    return Object.fromEntries(Object.entries(each).map(([name, member]) => [safe(name), isMedia && isEncoded(member) ? member : walk(member)]))
  }
  const safeValue = walk(value)
  return { value: safeValue, withheld, found }
}

/** Pictures and sounds stand encoded beside their type, in MCP and A2A: they are no texts. */
function holdsMedia(holder: object): boolean {
  const type = 'mimeType' in holder ? holder.mimeType : 'mediaType' in holder ? holder.mediaType : undefined
  return typeof type === 'string' && /^(?:image|audio|video|font)\/(?!svg)/i.test(type)
}

/** So much of it that no model reads it as letters. */
function isEncoded(value: unknown): boolean {
  return typeof value === 'string' && value.length > LONGEST_READ_ENCODED && /^[\w+/=-]+\s*$/.test(value)
}

/** The reason quotes what it is about: the order would be read after all. */
function withoutQuote(reason: string): string {
  return reason.replaceAll(/[:：]?\s*[“「][^”」]*[”」]/g, '')
}
