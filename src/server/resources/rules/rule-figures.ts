import type { Verdict } from '../../../model/verdict.ts'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import { ruleVerdicts } from '../../../store/decisions/rule-verdicts.ts'
import type { RuleHits } from '../../../store/events/rule-hits.ts'
import { ruleHits } from '../../../store/events/rule-hits.ts'
import type { AdvisedRule, RuleVerdicts } from '../../../triage/index.ts'
import { adviseRule } from '../../../triage/index.ts'
import type { Asked } from '../../context.ts'
import { eventReader } from '../events/event-reader.ts'
import { SPREAD_PARTS } from './defaults.ts'

/** What a rule found, and what people said of it. */
export interface RuleFigures {
  readonly hits: RuleHits
  readonly verdicts: RuleVerdicts
  readonly advised: AdvisedRule
}

/** Of every rule; of one that found nothing too. */
export type FiguresOf = (key: string) => RuleFigures

/** Counted over all matches and verdicts of the asker's organisation. @throws NoroshiError what the stores say */
export async function ruleFigures(asked: Asked): Promise<FiguresOf> {
  const { answers } = asked.services.resources
  const kept = await answers.of(asked.store.ledger, ['rule figures'], async () => {
    const reader = await eventReader(asked, null)
    const [hits, verdicts] = await Promise.all([ruleHits(reader, SPREAD_PARTS).catch((cause: unknown) => { throw storeErrorOf(cause) }), ruleVerdicts(asked.store.ledger)])
    return { hits, verdicts }
  })
  return key => {
    const given = kept.verdicts.get(key)
    const count = (verdict: Verdict) => given?.get(verdict) ?? 0
    const verdicts = { truePositive: count('true-positive'), benign: count('benign'), falsePositive: count('false-positive'), undetermined: count('undetermined') }
    return { hits: kept.hits.get(key) ?? NO_HITS, verdicts, advised: adviseRule(verdicts) }
  }
}

const NO_HITS: RuleHits = { count: 0, first: null, last: null, spread: Array.from({ length: SPREAD_PARTS }, () => 0) }
