import type { Detector, Match } from '../../../model/detector.ts'
import type { DatasetView, Mappings } from '../../../model/mappings.ts'
import type { Fields } from '../../../model/value.ts'
import { compileLater } from '../evaluate/compile-later.ts'
import { RuleCompiler } from '../evaluate/compile-rule.ts'
import { ruleFacts } from '../explain/rule-facts.ts'
import type { RuleSet } from '../load/load-rules.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { markCandidates } from './candidates.ts'
import { FastRouter } from './fast-router.ts'

/**
 * The same matches in the same order as `sigmaDetector`, found by looking first for what rules cannot hold without: one pass over each
 * value finds the texts that any rule needs, and only the rules whose text was found are tested, by the plain evaluator's tests.
 */
export function fastSigmaDetector(ruleSet: RuleSet, mappings: Mappings): Detector {
  const compiler = new RuleCompiler()
  // Of its own: facts are asked for between events.
  const explainer = new RuleCompiler()
  const router = new FastRouter(ruleSet.rules.map(rule => compileLater(compiler, rule)))
  let bits = new Int32Array(0)
  let scratch = new Int32Array(0)
  return {
    name: 'sigma',
    inspect(batch) {
      const matches: Match[] = []
      for (let row = 0; row < batch.count; row++) {
        const fields = batch.fields[row]!
        const view = mappings.dataset(batch.dataset[row]!)
        const route = router.routeFor(view.logsourceOf(fields))
        const { index, rules, tried } = route
        const { always, keywords, held } = index
        if (bits.length !== always.length) {
          bits = new Int32Array(always.length)
          scratch = new Int32Array(always.length)
        }
        bits.set(always)
        markCandidates(fields, view, route.plansFor(view), keywords, bits, scratch)
        let shown = false
        let plain: boolean | undefined
        for (let word = 0; word < always.length; word++) {
          let rest = bits[word]! & (tried === null ? -1 : tried[word]!)
          while (rest !== 0) {
            const bit = 31 - Math.clz32(rest & -rest)
            rest &= rest - 1
            const { rule, holds } = rules[(word << 5) + bit]!
            if (held === null || (held[word]! >>> bit & 1) === 0 || !(plain ??= isPlain(fields))) {
              if (!shown) compiler.event.show(fields, view)
              shown = true
              if (!holds()) continue
            }
            matches.push(matchOf(row, rule, fields, view, explainer))
          }
        }
      }
      return matches
    },
  }
}

/** Apart from the loop, so that events without a match leave nothing behind. */
function matchOf(row: number, rule: SigmaRule, fields: Fields, view: DatasetView, explainer: RuleCompiler): Match {
  return { row, rule: rule.summary, facts: () => ruleFacts(rule, fields, view, explainer) }
}

/** Whether its values are ASCII texts, numbers and the like, nothing within one another. */
function isPlain(fields: Fields): boolean {
  for (const name in fields) {
    const value = fields[name]
    if (typeof value === 'string' ? BEYOND_ASCII.test(value) : typeof value === 'object' && value !== null) return false
  }
  return true
}

const BEYOND_ASCII = /[^\0-\x7f]/
