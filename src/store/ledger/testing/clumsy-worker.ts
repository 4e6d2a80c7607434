import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { sumFindings } from '../finding-parts.ts'
import type { Ledger } from '../ledger.ts'
import { abandonLoads, completeChunk, failLoad, openLoad } from '../load.ts'
import { switchLoads, waitingChunks } from '../run.ts'
import { digests } from '../status.ts'
import { expectedOf } from './sample-chunks.ts'
import type { SampleEvidence } from './sample-chunks.ts'

/** The ledger comes to what an undisturbed run under this rule set comes to. */
export async function expectSums(ledger: Ledger, evidence: readonly SampleEvidence[], ruleSet: number): Promise<void> {
  const expected = expectedOf(evidence.flatMap(({ results }) => results[ruleSet]!))
  expect((await sumFindings(ledger)).findings).toEqual(expected.findings)
  expect(await digests(ledger)).toEqual(expected.digests)
}

/** Does whatever waits until nothing does, then switches; as clumsily as it is told. */
export async function work(ledger: Ledger, evidence: readonly SampleEvidence[], choose: () => number): Promise<void> {
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
