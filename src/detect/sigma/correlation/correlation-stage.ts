import type { OrderedStage } from '../../../model/ordered-stage.ts'
import { queryAny } from '../../../model/query-text.ts'
import { fact } from '../../../model/reason.ts'
import type { Fact, FactTemplates } from '../../../model/reason.ts'
import { MAX_QUOTED_LENGTH } from '../defaults.ts'
import type { RuleSet } from '../load/load-rules.ts'
import type { LinkedCorrelation } from '../rule/correlation.ts'
import type { Completed } from './completed.ts'
import { Correlator } from './correlator.ts'

/** The sentences of what correlations state. */
export const CORRELATION_FACTS: FactTemplates = {
  'sigma.correlated': {
    en: 'Within {timespan|duration}, this event completed what the rule looks for in events of “{rules}” ({count|plural:this one:the latest #} to look at).',
    ja: 'このイベントにより、{timespan|duration}以内に起きた「{rules}」のイベントがルールの条件を満たしました(直近の {count} 件を検索できます)。',
  },
  'sigma.correlated-group': {
    en: 'Within {timespan|duration}, this event completed what the rule looks for in events of “{rules}” with the same {group} ({count|plural:this one:the latest #} to look at).',
    ja: 'このイベントにより、{timespan|duration}以内に起きた、{group} が共通する「{rules}」のイベントがルールの条件を満たしました(直近の {count} 件を検索できます)。',
  },
}

/** Correlation rules as an ordered stage. Their matches stand beside those of the other Sigma rules, under the same detector. */
export function correlationStage(ruleSet: RuleSet): OrderedStage {
  return stageOf(ruleSet, new Correlator(ruleSet.correlations))
}

function stageOf(ruleSet: RuleSet, correlator: Correlator): OrderedStage {
  const { correlations, absorbed } = ruleSet
  const known = new Map(correlations.map(each => [each.summary.id, each]))
  const titles = new Map([...ruleSet.rules, ...correlations].map(({ summary }) => [summary.id, summary.title]))
  return {
    detector: 'sigma',
    accept({ time, signals, id }) {
      return correlator.accept(time, signals, id).filter(({ rule }) => !absorbed.has(rule)).map(completed => {
        const correlation = known.get(completed.rule)!
        return { rule: correlation.summary, facts: [factOf(correlation, completed, titles)] }
      })
    },
    copy: () => stageOf(ruleSet, correlator.copy()),
    get forgotten() {
      return correlator.evicted
    },
  }
}

function factOf({ rules, groupBy, timespan }: LinkedCorrelation, { group, events }: Completed, titles: ReadonlyMap<string, string>): Fact {
  const terms = { rules: quote(rules.map(rule => titles.get(rule) ?? rule).join(', ')) }
  const shown = { numbers: { timespan, count: events.length }, eventIds: events, query: queryAny('_id', events) }
  if (group.length === 0) return fact('sigma.correlated', { ...shown, terms })
  const named = groupBy.map((field, index) => `${field} ${group[index]!}`).join(', ')
  return fact('sigma.correlated-group', { ...shown, terms: { ...terms, group: quote(named) } })
}

function quote(text: string): string {
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text
}
