import { judgeCase } from '../judge/judge-case.ts'
import type { Guard } from '../judge/guard.ts'
import { MOST_JUDGED, SHORTEST_JUDGED } from './defaults.ts'

/** An answer without what gives orders to whoever reads it. */
export interface SafeAnswer {
  readonly value: unknown
  /** Texts that were withheld. */
  readonly withheld: number
}

/**
 * Evidence is written by attackers too: a user agent, a file name or a mail may give orders to the assistant that reads it. Each text of an answer is judged as
 * what a tool gave back, and those that would be blocked are withheld, with the reason.
 */
export function withholdOrders(guard: Guard, value: unknown): SafeAnswer {
  let judged = 0
  let withheld = 0
  const safe = (text: string): string => {
    if (text.length < SHORTEST_JUDGED) return text
    if (++judged > MOST_JUDGED) {
      withheld++
      return '[withheld by Noroshi: too many texts to be judged; ask for less]'
    }
    const { verdict, reason } = judgeCase(guard, { response_body: text })
    if (verdict === 'allow' || verdict === 'flag') return text
    withheld++
    return `[withheld by Noroshi: ${withoutQuote(reason.en)}]`
  }
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return safe(each)
    if (Array.isArray(each)) return each.map(walk)
    // Names of fields come from the evidence as well.
    return typeof each === 'object' && each !== null ? Object.fromEntries(Object.entries(each).map(([name, member]) => [safe(name), walk(member)])) : each
  }
  const safeValue = walk(value)
  return { value: safeValue, withheld }
}

/** The reason quotes what it is about: the order would be read after all. */
function withoutQuote(reason: string): string {
  return reason.replaceAll(/[:：]?\s*[“「][^”」]*[”」]/g, '')
}
