import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { openHouse } from '../src/capabilities.ts'
import type { House } from '../src/capabilities.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import { readEvidence } from '../src/pipeline/read-evidence.ts'
import { BatchEvent } from '../src/query/batch-event.ts'
import { parseQuery } from '../src/query/parse-query.ts'
import type { QueryRun } from '../src/query/run-query.ts'
import { startQuery } from '../src/query/run-query.ts'
import { reportSchema } from '../src/triage/report/schema.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ROOT = join(import.meta.dirname, '..')
const EXAMPLES = join(ROOT, 'examples')
const SIZE_LIMIT = 3_000_000
const HOSTS = [
  'edge01', 'fs03.offsec.lan', 'fs03vuln.offsec.lan', 'mssql01.offsec.lan', 'mxs01.azsentinel.local', 'rootdc1.offsec.lan',
  'srvdefender01.offsec.lan',
]

const factSchema = z.object({ fact: z.string(), query: z.string().min(1), numbers: z.object({ count: z.number() }) })
type CountedFact = z.infer<typeof factSchema>

describe('the examples', () => {
  test('stay small', () => {
    const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).map(name => statSync(join(EXAMPLES, name)))
    expect(files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0)).toBeLessThan(SIZE_LIMIT)
  })

  test('become a few cases, in which every number is found again by its query', async () => {
    const out = temporaryFolder()
    const { code, stderr } = await runNoroshi(['analyze', EXAMPLES, '--out', out, '--date', '2026-11-22'])
    expect(code, stderr).toBe(0)
    const report = reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')))

    expect(report.cases.length).toBeGreaterThanOrEqual(6)
    expect(report.cases.length).toBeLessThanOrEqual(10)
    const subjects = new Set(report.findings.map(({ subject }) => subject.value))
    expect(HOSTS.filter(host => !subjects.has(host))).toEqual([])

    const facts = countedFacts(report)
    expect(facts.length).toBeGreaterThan(50)
    const counts = await countAgain(facts.map(({ query }) => query))
    expect(facts.map((fact, i) => ({ ...fact, found: counts[i] })).filter(({ numbers, found }) => numbers.count !== found)).toEqual([])
  })
})

/** Every fact of a report, however deep, that says how many events its query finds. */
function countedFacts(part: unknown): CountedFact[] {
  if (typeof part !== 'object' || part === null) return []
  const fact = factSchema.safeParse(part)
  return [...(fact.success ? [fact.data] : []), ...Object.values(part).flatMap(countedFacts)]
}

/** How many events of the examples each query finds, in one pass. */
async function countAgain(queries: readonly string[]): Promise<number[]> {
  const house = openHouse({ ruleDirectories: [join(ROOT, 'rules')] })
  const runs = queries.map(start)
  for await (const step of readEvidence({ paths: [EXAMPLES], date: Date.UTC(2026, 10, 22) * 1_000, recover: false }, house)) {
    if (step.kind === 'end') continue
    const { batch, evidence } = step
    const rules = rulesByRow(house, batch)
    const event = new BatchEvent(batch, house.mappings, { evidence: evidence.sha256, paths: [evidence.path], rulesOf: row => rules[row]! })
    for (let row = 0; row < batch.count; row++) {
      event.at(row)
      for (const run of runs) run.accept(event)
    }
  }
  return runs.map(run => run.result().total)
}

function start(text: string): QueryRun {
  const parsed = parseQuery(text)
  return parsed.ok ? startQuery(parsed.query) : expect.unreachable(`${text}: ${parsed.error.message}`)
}

function rulesByRow({ detectors }: House, batch: EventBatch): string[][] {
  const rules = Array.from({ length: batch.count }, (): string[] => [])
  for (const { row, rule } of detectors.flatMap(detector => detector.inspect(batch))) rules[row]!.push(rule.id)
  return rules
}
