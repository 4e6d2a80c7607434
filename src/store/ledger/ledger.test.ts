import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { describeOverServers } from '../postgres/testing/test-servers.ts'
import { listCases } from '../cases/list-cases.ts'
import { sampleCase } from '../cases/testing/sample-case.ts'
import { auditEntries } from './audit.ts'
import { deleteEvidence } from './delete-evidence.ts'
import { sumFindings } from './finding-parts.ts'
import { countCases, electFold, foldState, saveCases } from './fold.ts'
import { openLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { abandonLoads, completeChunk, failLoad, openLoad, quarantineChunk } from './load.ts'
import type { ChunkResult } from './load.ts'
import { scopeAt, scopePosition } from './position.ts'
import { deadLoadsToPurge, forgetLoads } from './purge.ts'
import { recordEvidence } from './record-evidence.ts'
import { startRun, switchLoads, waitingChunks } from './run.ts'
import { chunkCounts, digests } from './status.ts'
import { setHold, storedEvidence } from './stored-evidence.ts'
import { expectSums, work } from './testing/clumsy-worker.ts'
import { planOf, sampleEvidence } from './testing/sample-chunks.ts'
import type { SampleEvidence } from './testing/sample-chunks.ts'

/** Of one run; a server that is killed whenever it is up gets nothing done. */
const KILLS = 5

describeOverServers('the ledger', server => {
  let ledger: Ledger
  beforeEach(async () => { ledger = await newLedger() })

  async function newLedger(): Promise<Ledger> {
    return openLedger(server().postgres.pool, randomUUID())
  }

  test('sums what the chunks gave as analyze does, whatever the workers do and in whatever order', async () => {
    await fc.assert(fc.asyncProperty(sampleEvidence(2), fc.infiniteStream(fc.nat(99)), async (evidence, choices) => {
      ledger = await newLedger()
      const choose = () => choices.next().value
      for (const each of evidence) await recordEvidence(ledger, each.found, planOf(each, 0))
      await Promise.all([work(ledger, evidence, choose), work(ledger, evidence, choose)])
      await expectSums(ledger, evidence, 0)
      for (const each of evidence) await startRun(ledger, each.found.sha256, planOf(each, 1))
      await expectSums(ledger, evidence, 0)
      await Promise.all([work(ledger, evidence, choose), work(ledger, evidence, choose)])
      await expectSums(ledger, evidence, 1)
    }), { numRuns: byDepth(2, 8, 300) })
  })

  test.skipIf(IS_QUICK)('comes to the same when the server is killed again and again', async () => {
    await fc.assert(fc.asyncProperty(sampleEvidence(2), fc.infiniteStream(fc.nat(99)), async (evidence, choices) => {
      ledger = await newLedger()
      const choose = () => choices.next().value
      let kills = 0
      const killing = setInterval(() => { if (kills++ < KILLS) server().crash() }, 300 + choose() * 7)
      try {
        for (const each of evidence) await recordEvidence(ledger, each.found, planOf(each, 0))
        await Promise.all([work(ledger, evidence, choose), work(ledger, evidence, choose)])
        for (const each of evidence) await startRun(ledger, each.found.sha256, planOf(each, 1))
        await Promise.all([work(ledger, evidence, choose), work(ledger, evidence, choose)])
      } finally {
        clearInterval(killing)
      }
      await expectSums(ledger, evidence, 1)
    }), { numRuns: byDepth(1, 3, 50), endOnFailure: true })
  })

  test('enters known content once, however often and under however many names it comes', async () => {
    const [evidence] = sample(1)
    const names = ['a', 'b', 'a', '\0\ud800', 'x'.repeat(20_000)]
    const entered = await Promise.all(names.map(path => recordEvidence(ledger, { ...evidence!.found, path }, planOf(evidence!, 0))))
    expect(entered.filter(each => each === 'new').length).toBe(1)
    const [stored] = await storedEvidence(ledger)
    expect(new Set(stored?.paths.map(({ path }) => path))).toEqual(new Set(names))
    expect(await chunkCounts(ledger)).toEqual({ waiting: evidence!.results[0]!.length, done: 0, quarantined: 0 })
  })

  test('shows a load when its chunk is done, at the position from then on, and not before', async () => {
    const { run, results } = await enter()
    const first = await openLoad(ledger, run, 0, 'worker')
    const second = await openLoad(ledger, run, 1, 'worker')
    const before = await scopePosition(ledger)
    expect(before.hidden).toEqual([first, second])
    await completeChunk(ledger, second!, results[1]!)
    const between = await scopePosition(ledger)
    expect(between.hidden).toEqual([first])
    await completeChunk(ledger, first!, results[0]!)
    expect((await scopePosition(ledger)).hidden).toEqual([])
    expect([await scopeAt(ledger, before.position), await scopeAt(ledger, between.position)]).toEqual([before, between])
  })

  test('shows what a rerun replaced at the positions before it, until it is purged', async () => {
    const { evidence, run, results } = await enter()
    const old = [(await openLoad(ledger, run, 0, 'worker'))!, (await openLoad(ledger, run, 1, 'worker'))!]
    await Promise.all(old.map((load, chunk) => completeChunk(ledger, load, results[chunk]!)))
    const before = await scopePosition(ledger)
    const again = (await startRun(ledger, evidence.found.sha256, planOf(evidence, 1)))!
    expect(await switchLoads(ledger, again)).toBe('unfinished')
    for (const chunk of [0, 1]) {
      expect(await completeChunk(ledger, (await openLoad(ledger, again, chunk, 'worker'))!, results[chunk]!)).toBe('ready')
    }
    expect(await scopeAt(ledger, before.position)).toEqual(before)
    expect([await switchLoads(ledger, again), await switchLoads(ledger, again), await switchLoads(ledger, run)]).toEqual(['current', 'current', 'gone'])
    expect((await scopePosition(ledger)).hidden).toEqual(old)
    expect(await scopeAt(ledger, before.position)).toEqual(before)
    expect([await deadLoadsToPurge(ledger, 10), await deadLoadsToPurge(ledger, 10, 0)]).toEqual([[], old])
    await forgetLoads(ledger, [...old, (await scopePosition(ledger)).position])
    expect((await scopePosition(ledger)).hidden).toEqual([])
  })

  test('goes on with a rerun of the same versions, and drops one of others', async () => {
    const { evidence } = await enter()
    const begun = await startRun(ledger, evidence.found.sha256, planOf(evidence, 1))
    const load = await openLoad(ledger, begun!, 0, 'worker')
    expect(await startRun(ledger, evidence.found.sha256, planOf(evidence, 1))).toBe(begun)
    expect(await startRun(ledger, evidence.found.sha256, { ...planOf(evidence, 1), rulesetHash: 'another' })).not.toBe(begun)
    expect(await completeChunk(ledger, load!, evidence.results[1]![0]!)).toBe('superseded')
    expect(await startRun(ledger, 'unknown', planOf(evidence, 1))).toBeUndefined()
  })

  test('counts the deaths at a chunk, quarantines it, and goes on without it', async () => {
    const { evidence, run, results } = await enter()
    for (const failures of [1, 2]) expect(await failLoad(ledger, (await openLoad(ledger, run, 0, 'worker'))!, 'out of memory')).toBe(failures)
    await quarantineChunk(ledger, run, 0, 'killed its worker twice: \0')
    expect(await openLoad(ledger, run, 0, 'worker')).toBeNull()
    await completeChunk(ledger, (await openLoad(ledger, run, 1, 'worker'))!, results[1]!)
    expect(await chunkCounts(ledger)).toEqual({ waiting: 0, done: 1, quarantined: 1 })
    const [stored] = await storedEvidence(ledger, evidence.found.sha256)
    expect(stored?.errors.at(-1)).toEqual({ listed: [{ offset: 0, reason: 'killed its worker twice: \0' }], total: 1 })
    await expectSums(ledger, [{ ...evidence, results: [[results[1]!]] }], 0)
  })

  test('gives up what processes that are gone have left open, and only that', async () => {
    const { run, results } = await enter()
    const [gone, living] = [(await openLoad(ledger, run, 0, 'gone'))!, (await openLoad(ledger, run, 1, 'living'))!]
    expect(await abandonLoads(ledger, ['living'])).toBe(1)
    expect(await Promise.all([completeChunk(ledger, gone, results[0]!), completeChunk(ledger, living, results[1]!)])).toEqual(['superseded', 'live'])
    expect((await waitingChunks(ledger, 10)).map(({ chunk }) => chunk.number)).toEqual([0])
  })

  test('deletes evidence with all that came from it, but not while it is held', async () => {
    const { evidence, run, results } = await enter()
    const { sha256, blob } = evidence.found
    await recordEvidence(ledger, { ...evidence.found, sha256: 'other', path: 'other' }, { ...planOf(evidence, 0), chunks: [] })
    await completeChunk(ledger, (await openLoad(ledger, run, 0, 'worker'))!, results[0]!)
    const open = await openLoad(ledger, run, 1, 'worker')
    await setHold(ledger, sha256, 'court order')
    await expect(deleteEvidence(ledger, sha256, 'ann')).rejects.toMatchObject({ code: 'evidence-held' })
    await setHold(ledger, sha256, null)
    expect([await deleteEvidence(ledger, sha256, 'ann'), await deleteEvidence(ledger, 'other', 'ann')]).toEqual([[], [blob.sha256]])
    await expect(deleteEvidence(ledger, sha256, 'ann')).rejects.toMatchObject({ code: 'no-such-evidence' })
    expect(await completeChunk(ledger, open!, results[1]!)).toBe('superseded')
    expect([await storedEvidence(ledger), (await sumFindings(ledger)).findings, (await digests(ledger)).events.count]).toEqual([[], [], 0])
    expect((await auditEntries(ledger, 10)).map(({ person, action, subject }) => [person, action, subject]))
      .toEqual([['ann', 'evidence.delete', 'other'], ['ann', 'evidence.delete', sha256]])
  })

  test('replaces all cases by a new generation, which only one process makes', async () => {
    const before = await foldState(ledger)
    expect(before).toEqual({ generation: 0, position: 0 })
    const [a, b] = [sampleCase('a', 10), sampleCase('b', 20)]
    const none = { places: [], counted: 0 }
    const rows = async () => (await listCases(ledger, { limit: 10 })).map(({ id, priority, title }) => [id, priority, title.en])
    expect(await saveCases(ledger, before, 5, [a, b], none)).toBe('saved')
    expect(await saveCases(ledger, before, 6, [], none)).toBe('superseded')
    expect(await saveCases(ledger, await foldState(ledger), 6, [], { ...none, counted: 1 })).toBe('superseded')
    expect([await rows(), await foldState(ledger)]).toEqual([[['b', 20, 'b\0'], ['a', 10, 'a\0']], { generation: 1, position: 5 }])
    expect(await saveCases(ledger, { generation: 1, position: 5 }, 7, [sampleCase('a', 30)], none)).toBe('saved')
    expect([await rows(), await countCases(ledger)]).toEqual([[['a', 30, 'a\0']], 1])
  })

  test('elects one process at a time to fold', async () => {
    const elected = await electFold(ledger)
    expect([elected !== null, await electFold(ledger), await electFold(await newLedger()).then(other => other?.release().then(() => 'another organisation'))])
      .toEqual([true, null, 'another organisation'])
    await elected?.release()
    await expect.poll(async () => {
      const again = await electFold(ledger)
      await again?.release()
      return again !== null
    }).toBe(true)
  })

  /** One evidence of two chunks. */
  async function enter(): Promise<{ evidence: SampleEvidence; run: number; results: readonly ChunkResult[] }> {
    const evidence = sample(2)[0]!
    await recordEvidence(ledger, evidence.found, planOf(evidence, 0))
    return { evidence, run: (await waitingChunks(ledger, 1))[0]!.run, results: evidence.results[0]! }
  }
})

/** The first sample whose first evidence has so many chunks. */
function sample(chunks: number): SampleEvidence[] {
  const samples = fc.sample(sampleEvidence(2), { numRuns: 200, seed: 7 })
  return samples.find(([first]) => first?.results[0]?.length === chunks)!
}
