import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { DigestSum } from '../../model/digest.ts'
import { describeOverServers } from '../postgres/testing/test-servers.ts'
import { abandonLoad } from './abandon-load.ts'
import { deleteEvidence } from './delete-evidence.ts'
import { sumFindings } from './finding-parts.ts'
import { openLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { abandonLoads, completeChunk, openLoad } from './load.ts'
import { loadCounts } from './load-counts.ts'
import { scopePosition } from './position.ts'
import { deadLoadsToPurge, forgetLoads } from './purge.ts'
import { recordEvidence } from './record-evidence.ts'
import { areStagesSettled, completeStages, isChangedSince, openStageLoad, stageState } from './stage.ts'
import { waitingChunks } from './run.ts'
import { planOf, sampleEvidence } from './testing/sample-chunks.ts'

const NOTHING = new DigestSum().digest()

describeOverServers('what ordered stages state', server => {
  let ledger: Ledger
  beforeEach(async () => { ledger = await openLedger(server().postgres.pool, randomUUID()) })

  /** One evidence of at least one chunk, all of it read. */
  async function enter(): Promise<string> {
    const evidence = fc.sample(sampleEvidence(1), 100).map(([each]) => each).find(each => (each?.results[0]?.length ?? 0) > 0)
    await recordEvidence(ledger, evidence!.found, planOf(evidence!, 0))
    for (const { run, chunk } of await waitingChunks(ledger, 100)) {
      await completeChunk(ledger, (await openLoad(ledger, run, chunk.number, 'worker'))!, evidence!.results[0]![chunk.number]!)
    }
    return evidence!.found.sha256
  }

  async function renew(load: number) {
    const { position } = await scopePosition(ledger)
    return completeStages(ledger, await stageState(ledger), load, { version: 'rules', seen: position, matches: NOTHING, parts: [] })
  }

  test('takes the place of what they stated before, once, also when its commit is done twice', async () => {
    await enter()
    const first = await openStageLoad(ledger, 'worker')
    expect([await renew(first), await renew(first), await areStagesSettled(ledger)]).toEqual(['renewed', 'renewed', true])
    const second = await openStageLoad(ledger, 'worker')
    expect([await renew(second), (await stageState(ledger))?.load, (await scopePosition(ledger)).hidden]).toEqual(['renewed', second, [first]])
  })

  test('never comes from a load that was given up, replaced or forgotten meanwhile', async () => {
    await enter()
    const before = (await sumFindings(ledger)).findings
    const givenUp = await openStageLoad(ledger, 'worker')
    await abandonLoad(ledger, givenUp)
    const ofTheDead = await openStageLoad(ledger, 'killed')
    await abandonLoads(ledger, ['worker'])
    const replaced = await openStageLoad(ledger, 'worker')
    const forgotten = await openStageLoad(ledger, 'worker')
    await abandonLoad(ledger, forgotten)
    await forgetLoads(ledger, [forgotten])
    for (const load of [givenUp, ofTheDead, replaced, forgotten]) expect([load, await renew(load)]).toEqual([load, 'superseded'])
    expect([(await stageState(ledger))?.load ?? null, (await loadCounts(ledger)).open]).toEqual([null, 0])
    expect((await sumFindings(ledger)).findings).toEqual(before)
  })

  test('is of one organisation', async () => {
    const open = await openStageLoad(ledger, 'worker')
    const other = await openLedger(server().postgres.pool, randomUUID())
    await openStageLoad(other, 'worker')
    expect([await stageState(other), await renew(open), (await loadCounts(other)).open]).toEqual([null, 'renewed', 1])
  })

  test('is known to be outdated by what was deleted, however late that is purged', async () => {
    const sha256 = await enter()
    await renew(await openStageLoad(ledger, 'worker'))
    const { seen } = (await stageState(ledger))!
    await deleteEvidence(ledger, sha256, 'ann')
    await forgetLoads(ledger, await deadLoadsToPurge(ledger, 100, 0))
    expect([await isChangedSince(ledger, seen), await areStagesSettled(ledger)]).toEqual([true, false])
    await renew(await openStageLoad(ledger, 'worker'))
    const purged = await deadLoadsToPurge(ledger, 100, 0)
    expect(purged.length).toBeGreaterThan(0)
    await forgetLoads(ledger, purged)
    expect([await areStagesSettled(ledger), (await loadCounts(ledger)).dead]).toEqual([true, 0])
  })
})
