import type { GuardJudgement } from '../judge/verdict.ts'
import type { ToolPolicy } from './application.ts'

const SIDES = ['untrusted', 'private', 'outside'] as const

type Side = (typeof SIDES)[number]

/** The call of a tool that would bring the third side. */
export interface TaintJudgement extends GuardJudgement {
  readonly layer: 'taint'
  /** The side. */
  readonly kind: Side
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
export function taintOf(used: readonly string[], called: readonly string[], policy: ToolPolicy, isLifted: (taint: TaintJudgement) => boolean): TaintJudgement | null {
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

export function actsOutside(tool: string, { outside }: ToolPolicy): boolean {
  return matches(outside, tool)
}

/** A pattern may end with `*`. */
function matches(patterns: readonly string[], tool: string): boolean {
  return patterns.some(pattern => pattern.endsWith('*') ? tool.startsWith(pattern.slice(0, -1)) : tool === pattern)
}
