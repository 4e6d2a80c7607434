import type { Steps } from '../../platform/steps.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import { CHARACTERS_AT_ONCE, LONGEST_READ_ENCODED, MOST_JUDGED, SHORTEST_JUDGED, TEXT_COST_CHARACTERS } from './defaults.ts'

/** An answer without what gives orders to whoever reads it. */
export interface SafeAnswer {
  readonly value: unknown
  /** Texts that were withheld. */
  readonly withheld: number
  /** Why. */
  readonly found: readonly GuardJudgement[]
}

/** Judges one text of an answer. */
export type JudgeText = (text: string) => Steps<GuardJudgement>

/**
 * Evidence is written by attackers too: a user agent, a file name or a mail may give orders to the assistant that reads it. Each text of an answer is judged as
 * what a tool gave back, and those that would be blocked are withheld, with the reason.
 */
export function* withholdOrders(value: unknown, judgeText: JudgeText): Steps<SafeAnswer> {
  let judged = 0
  let read = 0
  let withheld = 0
  const found: GuardJudgement[] = []
  function* safe(text: string): Steps<string> {
    if (text.length < SHORTEST_JUDGED) return text
    if (++judged > MOST_JUDGED) {
      withheld++
      return '[withheld by Noroshi: too many texts to be judged; ask for less]'
    }
    read += text.length + TEXT_COST_CHARACTERS
    if (read > CHARACTERS_AT_ONCE) {
      yield
      read = 0
    }
    const judgement = yield* judgeText(text)
    if (judgement.verdict !== 'allow') found.push(judgement)
    if (judgement.verdict === 'allow' || judgement.verdict === 'flag') return text
    withheld++
    return `[withheld by Noroshi: ${withoutQuote(judgement.reason.en)}]`
  }
  function* walk(each: unknown): Steps<unknown> {
    if (typeof each === 'string') return yield* safe(each)
    if (typeof each !== 'object' || each === null) return each
    if (Array.isArray(each)) {
      const members: unknown[] = []
      for (const member of each) members.push(yield* walk(member))
      return members
    }
    const isMedia = holdsMedia(each)
    const members: (readonly [string, unknown])[] = []
    // Names of fields come from the evidence as well.
    for (const [name, member] of Object.entries(each)) members.push([yield* safe(name), isMedia && isEncoded(member) ? member : yield* walk(member)])
    return Object.fromEntries(members)
  }
  const safeValue = yield* walk(value)
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
