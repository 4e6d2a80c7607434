import type { Detector, Match } from '../../model/detector.ts'
import type { Mappings } from '../../model/mappings.ts'
import { compileLater } from './evaluate/compile-later.ts'
import { RuleCompiler } from './evaluate/compile-rule.ts'
import { RuleRouter } from './evaluate/rule-router.ts'
import { ruleFacts } from './explain/rule-facts.ts'
import type { RuleSet } from './load/load-rules.ts'

/**
 * The plain evaluator: tests each rule that the event's logsource does not exclude, in the order of the rule set. It is what a faster
 * engine is checked against. Rules are compiled when they are first tried.
 */
export function sigmaDetector(ruleSet: RuleSet, mappings: Mappings): Detector {
  const compiler = new RuleCompiler()
  const router = new RuleRouter(ruleSet.rules.map(rule => compileLater(compiler, rule)))
  return {
    name: 'sigma',
    inspect(batch) {
      const matches: Match[] = []
      for (let row = 0; row < batch.count; row++) {
        const fields = batch.fields[row]!
        const view = mappings.dataset(batch.dataset[row]!)
        compiler.event.show(fields, view)
        for (const { rule, holds } of router.candidates(view.logsourceOf(fields))) {
          if (holds()) matches.push({ row, rule: rule.summary, facts: () => ruleFacts(rule, fields, view) })
        }
      }
      return matches
    },
  }
}
