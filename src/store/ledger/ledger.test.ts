import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { describeOverServers } from '../postgres/testing/test-servers.ts'
import { openLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { sumFindings } from './finding-parts.ts'
import { abandonLoads, completeChunk, failLoad, openLoad } from './load.ts'
import { recordEvidence } from './record-evidence.ts'
import { startRun, switchLoads, waitingChunks } from './run.ts'
import { digests } from './status.ts'
import { expectedOf, planOf, sampleEvidence } from './testing/sample-chunks.ts'
import type { SampleEvidence } from './testing/sample-chunks.ts'

describeOverServers('the ledger', server => {
  let ledger: Ledger
  beforeEach(async () => { ledger = await openLedger(server().postgres.pool, randomUUID()) })

  test('sums what the chunks gave as analyze does, whatever the workers do and in whatever order', async () => {
    await fc.assert(fc.asyncProperty(sampleEvidence(2), fc.infiniteStream(fc.nat(99)), async (evidence, choices) => {
      ledger = await openLedger(server().postgres.pool, randomUUID())
      const choose = () => choices.next().value
      for (const each of evidence) await recordEvidence(ledger, each.found, planOf(each, 0))
      await Promise.all([work(ledger, evidence, choose), work(ledger, evidence, choose)])
      await expectSums(ledger, evidence, 0)
      for (const each of evidence) await startRun(ledger, each.found.sha256, planOf(each, 1))
      await expectSums(ledger, evidence, 0)
      await Promise.all([work(ledger, evidence, choose), work(ledger, evidence, choose)])
      await expectSums(ledger, evidence, 1)
    }), { numRuns: byDepth(5, 20, 500) })
  })
})

async function expectSums(ledger: Ledger, evidence: readonly SampleEvidence[], ruleSet: number): Promise<void> {
  const expected = expectedOf(evidence.flatMap(({ results }) => results[ruleSet]!))
  expect((await sumFindings(ledger)).findings).toEqual(expected.findings)
  expect(await digests(ledger)).toEqual(expected.digests)
}

/** Does whatever waits until nothing does, as clumsily as it is told. */
async function work(ledger: Ledger, evidence: readonly SampleEvidence[], choose: () => number): Promise<void> {
  const worker = randomUUID()
  for (;;) {
    const waiting = await waitingChunks(ledger, 100)
    if (waiting.length === 0) break
    const { run, chunk, evidence: sha256, rulesetHash } = waiting[choose() % waiting.length]!
    const result = evidence.find(({ found }) => found.sha256 === sha256)!.results[Number(rulesetHash)]![chunk.number]!
    const load = await openLoad(ledger, run, chunk.number, worker)
    if (load === null) continue
    const clumsy = choose()
    if (clumsy < 10) continue
    if (clumsy < 20) await failLoad(ledger, load, 'it died')
    await completeChunk(ledger, load, result)
    if (clumsy > 80) await completeChunk(ledger, load, result)
    if (clumsy > 95) await abandonLoads(ledger, [])
  }
  for (const run of await buildingRuns(ledger)) await switchLoads(ledger, run)
}

async function buildingRuns({ pool, organisation }: Ledger): Promise<number[]> {
  const { rows } = await pool.query(`select id from run where organisation = $1 and state = 'building'`, [organisation])
  return rows.map(({ id }) => Number(id))
}
