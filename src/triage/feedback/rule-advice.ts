import type { Fact, FactTemplates } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import { RULE_JUDGED_CASES, RULE_KEEP_SHARE, RULE_RETIRE_SHARE } from '../defaults.ts'

/** How people judged the cases that a rule is in; each case counts once. */
export interface RuleVerdicts {
  /** Attacks. */
  readonly truePositive: number
  /** The rule was right about something allowed. */
  readonly benign: number
  readonly falsePositive: number
  readonly undetermined: number
}

/** `unjudged`: too few verdicts to say anything. */
export const RULE_ADVICE = ['keep', 'tune', 'retire', 'unjudged'] as const

export type RuleAdvice = (typeof RULE_ADVICE)[number]

export interface AdvisedRule {
  readonly advice: RuleAdvice
  /** Attacks among the cases judged, 0–1; null while there are none. */
  readonly precision: number | null
  /** The advice with its numbers. */
  readonly reason: Fact
}

/**
 * What to do with a rule, by people's verdicts alone. A rule is retired only when even the upper end of what its verdicts allow (95 %, the
 * score interval of Wilson, 1927) is low: three false alarms in a row are no proof.
 */
export function adviseRule(verdicts: RuleVerdicts): AdvisedRule {
  const { truePositive, benign, falsePositive, undetermined } = verdicts
  const judged = truePositive + benign + falsePositive
  const precision = judged === 0 ? null : truePositive / judged
  const advice = adviceOf(truePositive, judged)
  const numbers = { truePositive, benign, falsePositive, undetermined, judged, needed: RULE_JUDGED_CASES, percent: Math.round(100 * (precision ?? 0)) }
  return { advice, precision, reason: fact(judged === 0 ? 'triage.rule-never-judged' : `triage.rule-${advice}`, { numbers }) }
}

function adviceOf(truePositive: number, judged: number): RuleAdvice {
  if (judged < RULE_JUDGED_CASES) return 'unjudged'
  if (truePositive / judged >= RULE_KEEP_SHARE) return 'keep'
  return upperBound(truePositive, judged) < RULE_RETIRE_SHARE ? 'retire' : 'tune'
}

/** Of the 95 % interval for a share of `hits` in `all`. */
function upperBound(hits: number, all: number): number {
  const share = hits / all
  const z2 = Z_95 * Z_95
  return (share + z2 / (2 * all) + Z_95 * Math.sqrt(share * (1 - share) / all + z2 / (4 * all * all))) / (1 + z2 / all)
}

const Z_95 = 1.96

const NUMBERS = {
  en: 'Of {judged|plural:one judged case:# judged cases} with it, {truePositive|plural:one was an attack:# were attacks}, {benign} benign and {falsePositive|plural:one false positive:# false positives}',
  ja: 'このルールを含む判定済みのケース {judged} 件のうち、攻撃 {truePositive} 件、正当な操作 {benign} 件、誤検知 {falsePositive} 件',
} as const

export const RULE_ADVICE_FACTS: FactTemplates = {
  'triage.rule-keep': {
    en: `Keep it. ${NUMBERS.en}: it was right in {percent} %.`,
    ja: `このまま使用できます。${NUMBERS.ja}で、的中率は {percent} % です。`,
  },
  'triage.rule-tune': {
    en: `Tune it. ${NUMBERS.en}: it was right in {percent} %. A filter for what was allowed would spare looking.`,
    ja: `調整を推奨します。${NUMBERS.ja}で、的中率は {percent} % です。許可された操作をフィルターで除外すると、確認の手間を減らせます。`,
  },
  'triage.rule-retire': {
    en: `Retire it, or rewrite it. ${NUMBERS.en}: with so many verdicts it is hardly ever right.`,
    ja: `停止または書き直しを推奨します。${NUMBERS.ja}で、判定件数から見て的中する見込みはほとんどありません。`,
  },
  'triage.rule-unjudged': {
    en: `Too early to say. ${NUMBERS.en}; from {needed} judged cases on there is advice.`,
    ja: `まだ判断できません。${NUMBERS.ja}です。判定が {needed} 件以上になると推奨を表示します。`,
  },
  'triage.rule-never-judged': {
    en: 'Nobody has judged a case with this rule yet; from {needed} judged cases on there is advice.',
    ja: 'このルールを含むケースはまだ判定されていません。判定が {needed} 件以上になると推奨を表示します。',
  },
}
