import type { Finding } from '../src/model/finding.ts'
import { HOUR_US, MINUTE_US } from '../src/model/time.ts'
import { foldLedger } from '../src/pipeline/ingest/fold-cases.ts'
import type { IngestStore } from '../src/pipeline/ingest/ingest-store.ts'
import { insertParts } from '../src/store/ledger/finding-parts.ts'
import { nextPosition } from '../src/store/ledger/position.ts'
import { inTransaction } from '../src/store/postgres/transaction.ts'
import { makeCases } from '../src/triage/index.ts'
import type { Sample } from '../src/triage/testing/sample-finding.ts'
import { SAMPLE_EVIDENCE, sampleFinding } from '../src/triage/testing/sample-finding.ts'

const RULES = [
  { rule: 'Event Log Is Cleared', level: 'high', tactics: ['defense-evasion'] },
  { rule: 'New Service Runs a Shell', level: 'high', tactics: ['persistence', 'execution'] },
  { rule: 'Command Writes the Memory of LSASS to a File', level: 'critical', tactics: ['credential-access'] },
  { rule: 'Account Is Added to Administrators', level: 'medium', tactics: ['persistence'] },
  { rule: 'Remote Logon with a New Account', level: 'low', tactics: ['lateral-movement'] },
] as const satisfies readonly Partial<Sample>[]

/** Findings on as many machines, each its own case; every tenth has several. */
function* findingsOf(cases: number): Generator<Finding> {
  for (let i = 0; i < cases; i++) {
    const host = `host:ws${String(i).padStart(6, '0')}.example.org`
    for (let j = 0; j <= (i % 10 === 0 ? 4 : 0); j++) {
      const rule = RULES[(i + j) % RULES.length]!
      yield sampleFinding({ ...rule, subject: host, minute: Math.floor(i / 7) + j * 3, entities: [`user:corp\\user${i}`], count: 3 })
    }
  }
}

/** Fills the ledger as if so many machines had been seen by detection, and folds it. */
export async function fillWithCases(store: IngestStore, cases: number): Promise<void> {
  const { pool, organisation } = store.ledger
  await inTransaction(pool, async client => {
    const load = await nextPosition(client)
    await client.query(`
      insert into load (load, organisation, evidence, run, chunk, attempt, worker, state, live_at, ended_at) values ($1, $2, $3, 0, 0, gen_random_uuid(), 'bench', 'live', $1, now())`,
    [load, organisation, SAMPLE_EVIDENCE])
    const parts = [...findingsOf(cases)].map(({ facts, entities, ...finding }) => ({
      ...finding, events: finding.events.map((event, i) => ({ ...event, time: (event.time ?? HOUR_US) + i * MINUTE_US, entities, facts })),
    }))
    await insertParts(client, organisation, parts.map(part => ({ load, part })))
  })
  // Nobody has decided anything yet: no match is looked for.
  await foldLedger(store.ledger, async () => new Map(), makeCases)
}
