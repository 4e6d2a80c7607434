import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openHouse } from '../src/capabilities.ts'
import type { Explanation, Fact } from '../src/model/reason.ts'
import { factsOf } from '../src/model/reason.ts'
import { readEvidence } from '../src/pipeline/read-evidence.ts'
import { BatchEvent } from '../src/query/batch-event.ts'
import { parseQuery } from '../src/query/parse-query.ts'
import type { QueryRun } from '../src/query/run-query.ts'
import { startQuery } from '../src/query/run-query.ts'
import type { Report } from '../src/triage/report/schema.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { describeWithData, testData, testFiles } from './test-data.ts'

/** Every fact of a report that names a query: it must count again what the fact says. */
function countedFacts({ findings, cases }: Report): Fact[] {
  // Read back from JSON, a pair is a list for the compiler.
  const explanations = [...findings.map(({ reason }) => reason), ...cases.map(({ explanation }) => explanation)] as unknown as Explanation[]
  return explanations.flatMap(({ what, why, change, confidence, next }) => [what, ...factsOf(why), change, confidence, next])
    .filter(fact => fact.query !== '' && fact.numbers['count'] !== undefined)
}

function started(fact: Fact): QueryRun {
  const parsed = parseQuery(fact.query)
  if (!parsed.ok) throw new Error(`${fact.query}: ${parsed.error.message}`)
  return startQuery(parsed.query)
}

describeWithData('the reasons of a report', ['evtx', 'sigma/rules'], () => {
  test.skipIf(IS_QUICK)('count again, each by its own query, what they say', async () => {
    const rules = [testData('sigma/rules/rules/windows', byDepth('builtin', 'builtin', '.'))]
    const files = testFiles('evtx', '.evtx').slice(0, byDepth(10, 40, 100))
    const out = temporaryFolder()
    await runNoroshi(['analyze', ...files, '--rules', rules[0]!, '--out', out])
    const facts = countedFacts(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report)
    expect(facts.length).toBeGreaterThan(byDepth(3, 50, 100))

    const runs = facts.map(fact => ({ fact, run: started(fact) }))
    const house = openHouse({ ruleDirectories: rules })
    for await (const step of readEvidence({ paths: files, date: undefined, recover: false }, house)) {
      if (step.kind === 'end') continue
      const matches = Map.groupBy(house.detectors.flatMap(detector => detector.inspect(step.batch)), ({ row }) => row)
      const rulesOf = (row: number) => (matches.get(row) ?? []).map(({ rule }) => rule.id)
      const event = new BatchEvent(step.batch, house.mappings, { evidence: step.evidence.sha256, paths: [step.evidence.path], rulesOf })
      for (let row = 0; row < step.batch.count; row++) for (const { run } of runs) run.accept(event.at(row))
    }
    const wrong = runs.map(({ fact, run }) => ({ fact: fact.fact, query: fact.query, said: fact.numbers['count'], counted: run.result().total }))
      .filter(({ said, counted }) => said !== counted)
    expect(wrong).toEqual([])
  })
})
