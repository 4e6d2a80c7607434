import { expect, test } from 'vitest'
import { openHouse } from '../src/capabilities.ts'
import type { Detector } from '../src/model/detector.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import { EventBatchBuilder } from '../src/model/event-batch.ts'
import { readEvidence } from '../src/pipeline/read-evidence.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { describeWithData, testData } from './test-data.ts'

const CORPORA = ['evtx', 'windows-json', 'sigma/regression'] as const
/** Of so many events one is tried: the plain evaluator takes a fifth of a millisecond for each. */
const EVERY = { evtx: byDepth(1, 16, 1), 'windows-json': byDepth(1, 60, 1), 'sigma/regression': byDepth(1, 2, 1) }

describeWithData('with all public rules, through decoders and mappings, the fast engine', ['sigma/rules', ...CORPORA], () => {
  const open = (engine: 'fast' | 'plain') => openHouse({ ruleDirectories: [testData('sigma/rules')], vacuous: 'kept', engine })
  const [fast, plain] = [open('fast'), open('plain')]

  test.skipIf(IS_QUICK).each(CORPORA)('says of every event of %s what the plain one says', async corpus => {
    let seen = 0
    let matches = 0
    for await (const step of readEvidence({ paths: [testData(corpus)], date: 0, recover: false }, fast)) {
      if (step.kind === 'end') continue
      const batch = sampled(step.batch, () => seen++ % EVERY[corpus] === 0)
      const expected = said(plain.detectors, batch)
      expect(said(fast.detectors, batch)).toEqual(expected)
      matches += expected.length
    }
    expect(matches).toBeGreaterThan(10)
  }, byDepth(60_000, 120_000, 3_600_000))
})

function sampled(batch: EventBatch, isTaken: () => boolean): EventBatch {
  const builder = new EventBatchBuilder()
  for (let row = 0; row < batch.count; row++) {
    if (!isTaken()) continue
    const [offset, length] = [batch.offset[row]!, batch.length[row]!]
    builder.add({ dataset: batch.dataset[row]!, time: batch.time[row]!, record: batch.record[row]!, offset, length, fields: batch.fields[row]! })
  }
  return builder.take()
}

function said(detectors: readonly Detector[], batch: EventBatch): { row: number; rule: string; facts: unknown }[] {
  return detectors.flatMap(detector => detector.inspect(batch).map(({ row, rule, facts }) => ({ row, rule: rule.id, facts: facts() })))
}
