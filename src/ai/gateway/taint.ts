import type { GuardJudgement, GuardReason } from '../judge/verdict.ts'
import type { Application, ToolPolicy } from './application/application.ts'
import type { Origin } from './protocol/protocol.ts'

const SIDES = ['untrusted', 'private', 'outside'] as const

type Side = (typeof SIDES)[number]

/** The call of a tool that would bring the third side. */
export interface TaintJudgement extends GuardJudgement {
  readonly layer: 'taint'
  /** The side; or that a person allows each call of the tool. */
  readonly kind: Side | 'confirmed'
  readonly tool: string
  /** The tool, and those that brought the other sides. */
  readonly subject: string
}

const WORDS: Readonly<Record<Side, { readonly en: string; readonly ja: string }>> = {
  untrusted: { en: 'untrusted input', ja: '信頼できない入力' },
  private: { en: 'private data', ja: '非公開のデータ' },
  outside: { en: 'an outside effect', ja: '外部への作用' },
}

/**
 * Whether the tools used so far and those that are called now join untrusted input, private data and an outside effect in one context: any two
 * are ordinary, all three are what an injected instruction needs to do harm.
 *
 * @param used tools whose results the model has been given
 * @param called tools that the model wants to use now
 * @param isLifted whether a person allowed the call
 */
function taintOf(used: readonly string[], called: readonly string[], policy: ToolPolicy, isLifted: (taint: TaintJudgement) => boolean): TaintJudgement | null {
  const before = new Set(SIDES.filter(side => used.some(tool => matches(policy[side], tool))))
  const brought = SIDES.filter(side => !before.has(side) && called.some(tool => matches(policy[side], tool)))
  if (before.size + brought.length < SIDES.length || brought.length === 0) return null
  const third = brought.at(-1)!
  const tool = called.find(each => matches(policy[third], each))!
  const others = [...new Set([...used, ...called])].filter(each => each !== tool && SIDES.some(side => matches(policy[side], each))).sort()
  const taint: TaintJudgement = {
    verdict: policy.third, layer: 'taint', kind: third, tool, subject: JSON.stringify([tool, others]), score: 0.9,
    reason: {
      en: `the call of ${tool} would bring ${WORDS[third].en} into a context that holds ${SIDES.filter(side => side !== third).map(side => WORDS[side].en).join(' and ')}`,
      ja: `${SIDES.filter(side => side !== third).map(side => WORDS[side].ja).join('と')}を含む文脈に、${tool}の呼び出しが${WORDS[third].ja}を持ち込む`,
    },
  }
  return isLifted(taint) ? taintOf(used, called.filter(each => each !== tool), policy, isLifted) : taint
}

/** A text of the conversation that is not to be trusted, whoever sent it: a look spoke against it, or it holds what others wrote for the assistant. */
export interface SuspectText {
  readonly origin: Origin
  /** SHA-256 of it in canonical form. */
  readonly digest: string
  readonly reason: GuardReason
}

/**
 * The call of a tool that acts outside, in a conversation that holds such a text. What the model then does may be what the text wants, and what the system
 * prompt holds is enough to do harm with: it needs no private data beside.
 *
 * @param isLifted whether a person allowed this call beside this text
 */
function suspectCall(suspects: readonly SuspectText[], called: readonly string[], policy: ToolPolicy, isLifted: (taint: TaintJudgement) => boolean): TaintJudgement | null {
  const outside = called.filter(tool => actsOutside(tool, policy))
  for (const { origin, digest, reason: why } of outside.length === 0 ? [] : suspects) {
    const by = BY[origin]
    const calls = outside.map((tool): TaintJudgement => ({
      verdict: policy.third, layer: 'taint', kind: 'outside', tool, subject: JSON.stringify([tool, digest]), score: 0.9,
      reason: {
        en: `${tool} acts outside, and the conversation holds a text, ${by.en}, that is not to be trusted: ${why.en}`,
        ja: `${tool}は外部に作用するが、この会話には信頼できないテキスト（${by.ja}）がある：${why.ja}`,
      },
    }))
    const taint = calls.find(each => !isLifted(each))
    if (taint !== undefined) return taint
  }
  return null
}

/** Everything that speaks against the tools that are called now. */
export function judgeCalls(called: readonly string[], { used, suspects, application: { tools, confirmed = [] }, isLifted }: {
  readonly used: readonly string[]
  readonly suspects: readonly SuspectText[]
  readonly application: Pick<Application, 'tools' | 'confirmed'>
  readonly isLifted: (taint: TaintJudgement) => boolean
}): TaintJudgement[] {
  return [taintOf(used, called, tools, isLifted), suspectCall(suspects, called, tools, isLifted), unconfirmed(called, confirmed, isLifted)].filter(each => each !== null)
}

/** The call of a tool that no model may make by itself, whoever wants it: what cannot be undone. */
function unconfirmed(called: readonly string[], confirmed: readonly string[], isLifted: (taint: TaintJudgement) => boolean): TaintJudgement | null {
  return called.filter(tool => matches(confirmed, tool)).map((tool): TaintJudgement => ({
    verdict: 'block', layer: 'taint', kind: 'confirmed', tool, subject: JSON.stringify([tool]), score: 0.9,
    reason: { en: `${tool} is called only when a person has allowed the call`, ja: `${tool}の呼び出しには、そのつど担当者の許可が必要である` },
  })).find(each => !isLifted(each)) ?? null
}

const BY: Readonly<Record<Origin, GuardReason>> = {
  user: { en: 'sent as the user\'s', ja: '利用者の発言' },
  tool: { en: 'given back by a tool', ja: 'ツールの返答' },
  assistant: { en: 'said by the model', ja: 'モデルの発言' },
  document: { en: 'in a document that was sent along', ja: '添付された文書' },
  system: { en: 'of the system prompt', ja: 'システムプロンプト' },
}

export function actsOutside(tool: string, { outside }: ToolPolicy): boolean {
  return matches(outside, tool)
}

/** A pattern may end with `*`. */
function matches(patterns: readonly string[], tool: string): boolean {
  return patterns.some(pattern => pattern.endsWith('*') ? tool.startsWith(pattern.slice(0, -1)) : tool === pattern)
}
