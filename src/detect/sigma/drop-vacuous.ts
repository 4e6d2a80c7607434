import type { Detector } from '../../model/detector.ts'
import type { EventLogsource } from '../../model/event-logsource.ts'
import type { Mappings } from '../../model/mappings.ts'
import { RuleCompiler } from './evaluate/compile-rule.ts'
import { planRule } from './evaluate/rule-plan.ts'
import { needsOf } from './fast/needed-atoms.ts'
import type { RuleSet } from './load/load-rules.ts'

/**
 * Leaves out what says nothing: matches of rules that hold for an event without any field, on events of which nothing is known. A rule
 * such as `not selection` about a firewall's log is meant for that log; on a line of an unknown source it would hold for every line. By the
 * letter of Sigma such a rule is tried, since nothing contradicts it, and `sigma match` shows it; a case made of it would be noise.
 */
export function dropVacuous(detector: Detector, ruleSet: RuleSet, mappings: Mappings): Detector {
  const nothing = mappings.dataset('unknown')
  const compiler = new RuleCompiler()
  compiler.event.show({}, nothing)
  // What needs a text or a field does not hold without any; regular expressions of thousands of rules need not be compiled to know.
  const possible = ruleSet.rules.filter(rule => needsOf(planRule(rule), need => need.length).length === 0)
  const vacuous = new Set(possible.filter(rule => compiler.compile(rule)()).map(({ summary }) => summary.id))
  return {
    name: detector.name,
    inspect: batch => detector.inspect(batch).filter(({ row, rule }) =>
      !vacuous.has(rule.id) || isKnown(mappings.dataset(batch.dataset[row]!).logsourceOf(batch.fields[row]!))),
  }
}

function isKnown({ product, services, categories }: EventLogsource): boolean {
  return product !== undefined || services.length > 0 || categories.length > 0
}
