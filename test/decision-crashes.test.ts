import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { VERDICTS } from '../src/model/verdict.ts'
import { caseRowOf } from '../src/store/cases/list-cases.ts'
import { sampleCase } from '../src/store/cases/testing/sample-case.ts'
import { decisionsOf } from '../src/store/decisions/decision-history.ts'
import { recordDecision } from '../src/store/decisions/record-decision.ts'
import { auditEntries } from '../src/store/ledger/audit.ts'
import { foldState, saveCases } from '../src/store/ledger/fold.ts'
import type { Ledger } from '../src/store/ledger/ledger.ts'
import { openLedger } from '../src/store/ledger/ledger.ts'
import { retrying } from '../src/store/postgres/transaction.ts'
import { describeOverServers } from '../src/store/postgres/testing/test-servers.ts'
import { verdictRules } from '../src/triage/index.ts'
import { byDepth, IS_QUICK } from './depth.ts'

const PROGRAM = fileURLToPath(new URL('./decide-forever.ts', import.meta.url))
const CASE = 'c'.repeat(32)
const LIMIT_MS = 600_000

describe.skipIf(IS_QUICK)('a verdict', () => {
  describeOverServers('is there once or not at all', server => {
    test('when the program is killed between sending it and its answer; sent again, it is there once', async () => {
      const ledger = await ledgerWithCase()
      const { host, port, user, database, password } = server().postgres.pool.options
      const { connectionString } = server().postgres.pool.options
      const known = { host, port: port === undefined ? undefined : String(port), user, database, connectionString, password: typeof password === 'string' ? password : undefined }
      const connection = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
      const sent: string[] = []
      for (let round = 0; round < byDepth(0, 3, 100); round++) {
        const said = await killedAfter({ connection, organisation: ledger.organisation, caseId: CASE }, 5 + 137 * round % 400)
        const [begun, answered] = ['> ', '< '].map(mark => said.filter(line => line.startsWith(mark)).map(line => line.slice(2))) as [string[], string[]]
        sent.push(...begun)
        const counts = await enteredUnder(ledger, begun)
        expect(answered.map(key => counts.get(key))).toEqual(answered.map(() => 1))
        expect(begun.filter(key => !answered.includes(key)).every(key => (counts.get(key) ?? 0) <= 1)).toBe(true)
      }
      expect(sent.length).toBeGreaterThanOrEqual(byDepth(0, 3, 100))
      for (const key of sent) await enter(ledger, key)
      const counts = await enteredUnder(ledger, sent)
      expect(sent.map(key => counts.get(key))).toEqual(sent.map(() => 1))
      await expectSound(ledger, sent.length)
    }, LIMIT_MS)

    test('when the database is killed again and again', async () => {
      const ledger = await ledgerWithCase()
      const keys = Array.from({ length: byDepth(0, 30, 1_000) }, () => randomUUID())
      let kills = 0
      const killing = setInterval(() => {
        if (kills++ < byDepth(0, 2, 50)) server().crash()
      }, 300)
      try {
        for (const key of keys) {
          await enter(ledger, key)
          await sleep(15)
        }
      } finally {
        clearInterval(killing)
      }
      const counts = await enteredUnder(ledger, keys)
      expect(keys.map(key => counts.get(key))).toEqual(keys.map(() => 1))
      await expectSound(ledger, keys.length)
    }, LIMIT_MS)

    async function ledgerWithCase(): Promise<Ledger> {
      const ledger = await openLedger(server().postgres.pool, randomUUID())
      expect(await saveCases(ledger, await foldState(ledger), 1, [sampleCase(CASE, 50)], { places: [], counted: 0 })).toBe('saved')
      return ledger
    }
  })
})

/** The same verdict for a key, whoever sends it. */
async function enter(ledger: Ledger, key: string): Promise<void> {
  const number = Number(/-(\d+)$/.exec(key)?.[1] ?? 0)
  const value = /^\d+-\d+$/.test(key) ? VERDICTS[number % VERDICTS.length]! : 'benign'
  await recordDecision(ledger, CASE, { kind: 'verdict', value }, { person: 'ann', key }, verdictRules)
}

async function enteredUnder({ pool, organisation }: Ledger, keys: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await retrying(() => pool.query('select key, count(*) as count from decision where organisation = $1 and key = any ($2) group by key', [organisation, keys]))
  return new Map(z.array(z.object({ key: z.string(), count: z.number() })).parse(rows).map(({ key, count }) => [key, count]))
}

/** As many decisions as audit records, and the case shows the newest. */
async function expectSound(ledger: Ledger, entered: number): Promise<void> {
  const decisions = await decisionsOf(ledger, CASE)
  const audited = (await auditEntries(ledger, entered + 10)).filter(({ action }) => action === 'decision.verdict')
  expect([decisions.length, audited.length, new Set(audited.map(({ details }) => details['decision'])).size]).toEqual([entered, entered, entered])
  expect((await caseRowOf(ledger, CASE))?.verdict).toBe(decisions[0]?.value)
}

async function killedAfter(order: object, ms: number): Promise<string[]> {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { said += text })
  const ended = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), ended])
  await sleep(ms)
  child.kill('SIGKILL')
  await ended
  return said.split('\n').filter(line => line !== '')
}
