import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { sigmaDetector } from '../src/detect/sigma/sigma-detector.ts'
import { loadRules } from '../src/detect/sigma/load/load-rules.ts'
import { ruleFiles } from '../src/detect/sigma/load/rule-files.ts'
import { tacticOf } from '../src/model/attack-tactics.ts'
import { EventBatchBuilder } from '../src/model/event-batch.ts'
import { loadMappings } from '../src/pipeline/load-mappings.ts'

const ROOT = join(import.meta.dirname, '..')
const RULES = join(ROOT, 'rules')

const example = z.strictObject({ name: z.string(), dataset: z.string(), event: z.record(z.string(), z.json()) })
const testsSchema = z.strictObject({ tests: z.strictObject({ positive: z.array(example).min(1), negative: z.array(example).min(1) }) })

const ruleSchema = z.looseObject({
  id: z.uuid(),
  title: z.string().max(100),
  status: z.enum(['experimental', 'test', 'stable']),
  description: z.string().min(40),
  references: z.array(z.url()).min(1),
  author: z.literal('Noroshi'),
  license: z.literal('Apache-2.0'),
  tags: z.array(z.string()).min(1),
  falsepositives: z.array(z.string()).min(1),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']),
})

const mappings = loadMappings()
const { files } = ruleFiles(RULES)

describe('the rules of our own', () => {
  test('all load, without a warning', () => {
    expect(loadRules([RULES]).problems).toEqual([])
  })

  test('are at least thirty, each with an id and a title of its own', () => {
    const summaries = loadRules([RULES]).rules.map(rule => rule.summary)
    expect(summaries.length).toBe(files.length)
    expect(files.length).toBeGreaterThanOrEqual(30)
    expect(new Set(summaries.map(({ id }) => id)).size).toBe(files.length)
    expect(new Set(summaries.map(({ title }) => title)).size).toBe(files.length)
  })

  test.each(files.map(file => [relative(RULES, file), file]))('%s says all that a rule must say', (_, file) => {
    ruleSchema.parse(parse(readFileSync(file, 'utf8')))
    const [rule] = loadRules([file]).rules
    expect(rule!.summary.tactics.filter(tactic => tacticOf(tactic) === undefined)).toEqual([])
    expect(rule!.summary.tactics).not.toEqual([])
  })
})

describe.each(files.map(file => [relative(RULES, file), file]))('%s', (_, file) => {
  const { tests } = testsSchema.parse(parse(readFileSync(file.replace(/\.yml$/, '.tests.yml'), 'utf8')))
  const ruleSet = loadRules([file])
  const detector = sigmaDetector(ruleSet, mappings)
  test('speaks of datasets that there are', () => {
    const datasets = [...tests.positive, ...tests.negative].map(({ dataset }) => dataset)
    expect(datasets.filter(name => mappings.dataset(name).source === 'unknown')).toEqual([])
  })

  const finds = ({ dataset, event }: z.infer<typeof example>) => {
    const builder = new EventBatchBuilder()
    builder.add({ dataset, time: null, record: 0, offset: 0, length: 0, fields: event })
    return detector.inspect(builder.take()).length > 0
  }

  test.each(tests.positive.map(each => [each.name, each] as const))('finds: %s', (_name, each) => {
    expect(finds(each)).toBe(true)
  })

  test.each(tests.negative.map(each => [each.name, each] as const))('leaves: %s', (_name, each) => {
    expect(finds(each)).toBe(false)
  })
})
