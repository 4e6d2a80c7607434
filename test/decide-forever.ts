import { writeSync } from 'node:fs'
import { z } from 'zod'
import { recordDecision } from '../src/store/decisions/record-decision.ts'
import { openLedger } from '../src/store/ledger/ledger.ts'
import { connectionPool } from '../src/store/postgres/connection-pool.ts'
import { VERDICTS } from '../src/model/verdict.ts'
import { verdictRules } from '../src/triage/index.ts'

/**
 * For tests: a program that enters verdicts on a case until it is killed. It says `> key` before it sends one and `< key` when it was
 * answered.
 */
const { connection, organisation, caseId } = z.object({
  connection: z.record(z.string(), z.string()), organisation: z.string(), caseId: z.string(),
}).parse(JSON.parse(process.argv[2] ?? ''))
const ledger = await openLedger(connectionPool(connection), organisation)
for (let i = 0; ; i++) {
  const key = `${process.pid}-${i}`
  // At once, not when there is time: nothing may be lost with the process.
  writeSync(1, `> ${key}\n`)
  await recordDecision(ledger, caseId, { kind: 'verdict', value: VERDICTS[i % VERDICTS.length]! }, { person: 'ann', key }, verdictRules)
  writeSync(1, `< ${key}\n`)
}
