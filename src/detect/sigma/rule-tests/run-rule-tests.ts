import { EventBatchBuilder } from '../../../model/event-batch.ts'
import type { Mappings } from '../../../model/mappings.ts'
import type { RuleSet } from '../load/load-rules.ts'
import { sigmaDetector } from '../sigma-detector.ts'
import type { RuleExample, RuleTests } from './rule-tests.ts'

/** One event, and whether the rules of the file did with it what they should. */
export interface RuleTestResult {
  readonly name: string
  readonly expected: 'found' | 'left'
  readonly passed: boolean
  /** The dataset is in no mapping: the log source is then open, and the test says less than it seems. */
  readonly unknownDataset: boolean
}

/** Runs the tests beside a rule file over the rules in it, with the plain evaluator. */
export function runRuleTests(ruleSet: RuleSet, tests: RuleTests, mappings: Mappings): RuleTestResult[] {
  const detector = sigmaDetector(ruleSet, mappings)
  const finds = ({ dataset, event }: RuleExample) => {
    const builder = new EventBatchBuilder()
    builder.add({ dataset, time: null, record: 0, offset: 0, length: 0, fields: event })
    return detector.inspect(builder.take()).length > 0
  }
  const result = (expected: 'found' | 'left') => (each: RuleExample): RuleTestResult => ({
    name: each.name,
    expected,
    passed: finds(each) === (expected === 'found'),
    unknownDataset: mappings.dataset(each.dataset).source === 'unknown',
  })
  return [...tests.positive.map(result('found')), ...tests.negative.map(result('left'))]
}
