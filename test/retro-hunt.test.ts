import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse } from '../src/capabilities.ts'
import { RETRO_SCHEMAS } from '../src/cli/retro-schemas.ts'
import { correlationStage } from '../src/detect/sigma/correlation/correlation-stage.ts'
import { withSignals } from '../src/detect/sigma/correlation/with-signals.ts'
import { dropVacuous } from '../src/detect/sigma/drop-vacuous.ts'
import { fastSigmaDetector } from '../src/detect/sigma/fast/fast-sigma-detector.ts'
import type { RuleSet } from '../src/detect/sigma/load/load-rules.ts'
import { loadRules, loadRuleText } from '../src/detect/sigma/load/load-rules.ts'
import { ruleHunter } from '../src/detect/sigma/retro/rule-hunter.ts'
import { lampMappings, placeholders, randomEvent, randomFilter, randomRule } from '../src/detect/sigma/testing/random-rules.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import { EventBatchBuilder } from '../src/model/event-batch.ts'
import { eventId, matchId } from '../src/model/ids.ts'
import type { Mappings } from '../src/model/mappings.ts'
import type { Fields } from '../src/model/value.ts'
import { mergeRuns } from '../src/pipeline/ordered/merge-runs.ts'
import { orderedEvents } from '../src/pipeline/ordered/ordered-events.ts'
import { RunWriter } from '../src/pipeline/ordered/run-writer.ts'
import { runStages } from '../src/pipeline/ordered/run-stages.ts'
import { readEvidence } from '../src/pipeline/read-evidence.ts'
import type { HuntOptions, RuleHit } from '../src/pipeline/retro/hunt-rules.ts'
import { huntRules } from '../src/pipeline/retro/hunt-rules.ts'
import type { ClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { openClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { migrateClickHouse } from '../src/store/clickhouse/migrate-clickhouse.ts'
import { describeWithClickHouse } from '../src/store/clickhouse/testing/with-clickhouse.ts'
import { EVENT_MIGRATIONS } from '../src/store/events/event-migrations.ts'
import type { EventReader } from '../src/store/events/event-reader.ts'
import { writeBatches } from '../src/store/events/testing/write-batch.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { placeMadeData } from './made-data.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { describeWithData, testData } from './test-data.ts'

/** Batches of one piece of evidence. */
interface Told {
  readonly evidence: string
  readonly batches: readonly EventBatch[]
}

/** What the stream states of them: ids of matches, those of correlations included. */
async function streamed(ruleSet: RuleSet, mappings: Mappings, told: readonly Told[]): Promise<{ readonly ids: string[]; readonly rules: ReadonlySet<string> }> {
  const detector = dropVacuous(withSignals(fastSigmaDetector(ruleSet, mappings), ruleSet, mappings), ruleSet, mappings)
  const writer = new RunWriter(temporaryFolder())
  const ids: string[] = []
  const rules = new Set<string>()
  const add = (id: string, rule: string) => {
    ids.push(id)
    rules.add(rule)
  }
  for (const { evidence, batches } of told) {
    for (const batch of batches) {
      const matches = detector.inspect(batch)
      orderedEvents(batch, matches, evidence, mappings).forEach(event => writer.add(event))
      for (const { row, rule, absorbed } of matches) {
        if (absorbed !== true) add(matchId('sigma', rule.id, eventId(evidence, batch.offset[row]!, batch.ordinal[row]!)), rule.id)
      }
    }
  }
  const stages = ruleSet.correlations.length === 0 ? [] : [correlationStage(ruleSet)]
  await runStages(stages, mergeRuns(writer.finish()), ({ id, rule }) => add(id, rule.id))
  return { ids: ids.sort(), rules }
}

async function hunted(reader: EventReader, ruleSet: RuleSet, keys: readonly string[], range: Partial<HuntOptions> = {}): Promise<{ readonly hits: RuleHit[]; readonly candidates: number }> {
  const hits: RuleHit[] = []
  let candidates = 0
  for await (const step of huntRules(reader, ruleHunter(ruleSet, keys, reader.mappings), { folder: temporaryFolder(), ...range })) {
    if (step.kind === 'hits') hits.push(...step.hits)
    else candidates = step.progress.candidates
  }
  return { hits, candidates }
}

function keysOf({ rules, correlations }: RuleSet): string[] {
  return [...rules, ...correlations].map(({ summary }) => summary.id)
}

async function fill(store: ClickHouse, folder: string, organisation: string, mappings: Mappings, told: readonly Told[]): Promise<void> {
  for (const { evidence, batches } of told) await writeBatches(store, folder, { organisation, load: 1, evidence, sensor: '' }, mappings, batches)
}

function readerOf(store: ClickHouse, organisation: string, mappings: Mappings): EventReader {
  return { client: store.client, scope: { organisation, position: 1, hiddenLoads: [] }, mappings, paths: new Map() }
}

const CORPORA = ['windows-json', 'evtx', 'sigma/lanes', 'sigma/rules/rules'] as const

/** One that is absorbed and keeps its rules, one that absorbs its rule, one about another. */
const CORRELATIONS = `title: Process
id: base-process
logsource: {product: windows, service: sysmon}
detection: {selection: {EventID: 1}, condition: selection}
---
title: Access
id: base-access
logsource: {product: windows, service: sysmon}
detection: {selection: {EventID: 10}, condition: selection}
---
title: Many processes
id: many-processes
name: many
correlation: {type: event_count, rules: [base-process], group-by: [Hostname], timespan: 30s, condition: {gte: 3}, generate: true}
---
title: Many targets
id: many-targets
correlation: {type: value_count, rules: [base-access], group-by: [SourceImage], timespan: 1m, condition: {gte: 4, field: TargetImage}}
---
title: Both
id: both
correlation: {type: temporal, rules: [many, base-access], timespan: 2m}
`

/** Recordings of attacks, and lanes with labels of their own. */
const RECORDED = ['windows-json', 'evtx', 'sigma/lanes/correlation.ndjson.gz', ...byDepth([], ['sigma/lanes/mixed_schema.ndjson.gz'], ['sigma/lanes'])]

if (!IS_QUICK) {
  describeWithClickHouse('a retro-hunt', (store, folder) => {
    beforeAll(async () => { await migrateClickHouse(store().client, EVENT_MIGRATIONS) })

    test('finds of random events what the stream finds with the same random rules and filters', async () => {
      const ruleSets = fc.tuple(fc.array(randomRule, { minLength: 1, maxLength: 8 }), fc.array(randomFilter, { maxLength: 2 }))
      let matches = 0
      await fc.assert(fc.asyncProperty(fc.array(randomEvent, { minLength: 1, maxLength: 200, size: 'max' }), fc.array(ruleSets, { minLength: 6, maxLength: 6 }), async (events, sets) => {
        const organisation = randomUUID()
        const told = [{ evidence: 'ab'.repeat(32), batches: [batchOf(events)] }]
        await fill(store(), folder(), organisation, lampMappings, told)
        for (const [rules, filters] of sets) {
          const ruleSet = loadRuleText([...rules, ...filters].map((write, position) => write(position)).join('---\n'), 'r.yml', placeholders)
          const { hits } = await hunted(readerOf(store(), organisation, lampMappings), ruleSet, keysOf(ruleSet))
          expect(hits.map(({ id }) => id).sort()).toEqual((await streamed(ruleSet, lampMappings, told)).ids)
          matches += hits.length
        }
      }), { numRuns: byDepth(1, 2, 500) })
      expect(matches).toBeGreaterThan(0)
    }, byDepth(30_000, 120_000, 3_600_000))
  })

  test('the commands tell what was found, and which rules can never fire', async () => {
    const files = temporaryFolder({
      'log.jsonl': [0, 1, 2].map(minute => `${JSON.stringify({ time: `2026-03-01T10:0${minute}:00Z`, name: minute === 1 ? 'good' : 'evil' })}\n`).join(''),
      'rules/evil.yml': 'title: Evil\nid: evil\nlogsource: {category: test}\ndetection: {selection: {name: EVIL}, condition: selection}\nlevel: high\n',
      'rules/none.yml': 'title: None\nid: none\nlogsource: {category: test}\ndetection: {selection: {other: x}, condition: selection}\n',
    })
    const data = ['--data', join(files, 'data'), '--rules', join(files, 'rules')]
    await placeMadeData(join(files, 'data'))
    const lines = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await runNoroshi([...args, ...data, '--json'])
      expect(code, stderr).toBe(0)
      return stdout.trimEnd().split('\n').map(line => JSON.parse(line) as unknown)
    }
    expect((await runNoroshi(['ingest', join(files, 'log.jsonl'), ...data])).code).toBe(0)
    const found = (await lines('sigma', 'hunt', 'evil')).map(line => RETRO_SCHEMAS['sigma-hunt'].parse(line))
    expect(found.map(({ record, time, ruleId, path }) => [record, time, ruleId, basename(path)])).toEqual([0, 2].map(record => [record, `2026-03-01T10:0${record}:00.000000Z`, 'evil', 'log.jsonl']))
    const [preview] = (await lines('sigma', 'hunt', '--preview')).map(line => RETRO_SCHEMAS['sigma-hunt-preview'].parse(line))
    expect(preview).toMatchObject({ ruleId: 'evil', matches: 2, findings: 1, eventsSearched: 3, buckets: [{ count: 2 }] })
    expect((await lines('rules', 'never')).map(line => RETRO_SCHEMAS['rules-never'].parse(line))).toMatchObject([{ ruleId: 'none', reason: 'no-field', fields: ['other'] }])
  }, 300_000)

  describeWithData('a retro-hunt over the given recordings', CORPORA, () => {
    const { mappings, decoders } = openHouse({ ruleDirectories: [] })
    const told: Told[] = []
    const folder = mkdtempSync(join(tmpdir(), 'noroshi-retro-'))
    writeFileSync(join(folder, 'correlations.yml'), CORRELATIONS)
    const ruleSet = loadRules([testData('sigma/rules/rules'), join(folder, 'correlations.yml')])
    let store: ClickHouse | undefined
    const reader = () => readerOf(store!, 'o', mappings)

    beforeAll(async () => {
      store = await openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') })
      await migrateClickHouse(store.client, EVENT_MIGRATIONS)
      const byEvidence = new Map<string, EventBatch[]>()
      for await (const step of readEvidence({ paths: RECORDED.map(name => testData(name)), date: 0, recover: false }, { decoders })) {
        if (step.kind === 'batch') byEvidence.set(step.evidence.sha256, [...byEvidence.get(step.evidence.sha256) ?? [], step.batch])
      }
      told.push(...[...byEvidence].map(([evidence, batches]) => ({ evidence, batches })))
      await fill(store, folder, 'o', mappings, told)
    }, 120_000)

    afterAll(async () => {
      await store?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    test('rules that match, many that do not, and correlations find what the stream finds', async () => {
      const stream = await streamed(ruleSet, mappings, told)
      const keys = keysOf(ruleSet).filter((key, index) => index % byDepth(100, 30, 1) === 0 || stream.rules.has(key))
      const wanted = new Set(keys)
      const { hits, candidates } = await hunted(reader(), ruleSet, keys)
      expect(hits.map(({ id }) => id).sort()).toEqual(stream.ids)
      expect([hits.length > 1_000, new Set(hits.map(({ rule }) => rule.id)).size > 20, wanted.size > 80]).toEqual([true, true, true])
      expect(ruleSet.correlations.filter(({ summary }) => hits.some(({ rule }) => rule.id === summary.id)).length).toBe(2)
      expect(candidates).toBeLessThan(told.flatMap(({ batches }) => batches).reduce((sum, { count }) => sum + count, 0))
    }, 300_000)

    test('between times, a correlation knows what came before', async () => {
      const { hits } = await hunted(reader(), ruleSet, ['both', 'many-targets'])
      const times = hits.map(({ event }) => event.time!).sort((a, b) => a - b)
      const range = { from: times[Math.floor(times.length / 3)]!, to: times[Math.floor(times.length / 2)]! }
      const within = await hunted(reader(), ruleSet, ['both', 'many-targets'], range)
      expect(within.hits.map(({ id }) => id).sort()).toEqual(hits.filter(({ event: { time } }) => time! >= range.from && time! < range.to).map(({ id }) => id).sort())
      expect(within.hits.length).toBeGreaterThan(0)
    }, 60_000)
  })
}

function batchOf(events: readonly (readonly [dataset: string, fields: Fields])[]): EventBatch {
  const builder = new EventBatchBuilder()
  for (const [row, [dataset, fields]] of events.entries()) builder.add({ dataset, time: row * 1e6, record: row, offset: row * 10, length: 10, fields })
  return builder.take()
}
