import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { byDepth, IS_QUICK } from '../../test/depth.ts'
import { sampleCase } from '../store/cases/testing/sample-case.ts'
import type { Postgres } from '../store/postgres/open-postgres.ts'
import { openPostgres } from '../store/postgres/open-postgres.ts'
import { parseRows } from '../store/postgres/rows.ts'
import { messageIdOf } from './mail/compose-mail.ts'
import { openMailServer } from './testing/mail-server.ts'
import { newLedger, saveAll } from './testing/notify-world.ts'
import { readMail } from './testing/read-mail.ts'

const NOTIFIER = fileURLToPath(new URL('./testing/look-forever.ts', import.meta.url))

const ROUNDS = byDepth(0, 4, 50)
const CASES_A_ROUND = 6
const FROM = 'noroshi@csirt.example'

/** Where it is killed: at any moment; when the server has the mail and has not answered; when it has just answered. */
const MOMENTS = ['taken', 'answered', 'whenever'] as const

describe.skipIf(IS_QUICK)('a notifier that is killed (kill -9), again and again', () => {
  let folder = ''
  let postgres: Postgres | null = null
  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-notifier-'))
    postgres = await openPostgres({ kind: 'embedded', folder: join(folder, 'postgres'), runFolder: join(folder, 'run') })
  }, 60_000)
  afterAll(async () => {
    await postgres?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('loses no message, makes none twice, and what went out twice bears one name and is known to be uncertain', async () => {
    const pool = postgres!.pool
    const ledger = await newLedger(pool)
    let onMail: () => void = () => {}
    const mails = await openMailServer({ disabledCommands: ['STARTTLS'] }, () => {
      onMail()
      return null
    })
    const { host, user, database } = pool.options
    const argument = JSON.stringify({ connection: { host, user, database }, configuration: {
      channels: [{ name: 'mail', kind: 'smtp', host: '127.0.0.1', port: mails.port, security: 'none', from: FROM, attach: [] }],
      rules: [{ name: 'all', channel: 'mail', to: ['soc@example.jp'], organisations: [ledger.organisation], mostPerHour: 100_000 }],
    } })
    const looked = async () => (await pool.query('select from notify_state where organisation = $1', [ledger.organisation])).rowCount === 1
    await saveAll(ledger, [sampleCase('before', 50)])
    await killedWhen(argument, () => until(looked))

    let cases = [sampleCase('before', 50)]
    for (let round = 0; round < ROUNDS; round++) {
      cases = [...cases, ...Array.from({ length: CASES_A_ROUND }, (_, index) => sampleCase(`c${round}-${index}`, 50, { host: `host-${round}-${index}` }))]
      await saveAll(ledger, cases)
      const moment = MOMENTS[round % MOMENTS.length]!
      let left = 1 + Math.floor(Math.random() * CASES_A_ROUND)
      await killedWhen(argument, child => {
        const { promise, resolve } = Promise.withResolvers<void>()
        onMail = () => {
          if (--left !== 0 || moment === 'whenever') return
          if (moment === 'answered') setImmediate(() => { child.kill('SIGKILL') })
          else child.kill('SIGKILL')
          resolve()
        }
        return moment === 'whenever' ? sleep(Math.random() * 400) : promise
      })
    }
    const deliveries = async () => parseRows(z.object({ id: z.string(), state: z.string(), uncertain: z.boolean() }), await pool.query(
      'select id, state, uncertain from notify_delivery where organisation = $1', [ledger.organisation]))
    const expected = ROUNDS * CASES_A_ROUND
    await killedWhen(argument, () => until(async () => (await deliveries()).filter(({ state }) => state === 'sent').length === expected))
    await mails.close()

    const ids = mails.received.map(({ bytes }) => readMail(bytes).headers.get('message-id') ?? '')
    const stored = await deliveries()
    expect([...new Set(ids)].sort()).toEqual(stored.map(({ id }) => messageIdOf(id, FROM)).sort())
    expect(stored).toHaveLength(expected)
    const uncertain = new Set(stored.filter(each => each.uncertain).map(({ id }) => messageIdOf(id, FROM)))
    const repeated = ids.filter((id, index) => ids.indexOf(id) !== index)
    expect(repeated.filter(id => !uncertain.has(id))).toEqual([])
    // Killed with a mail that the server had taken, so some must have been: else the test tried nothing.
    expect(uncertain.size).toBeGreaterThan(0)
    process.stdout.write(`${ROUNDS} kills, ${expected} messages: ${uncertain.size} caught in the act, ${repeated.length} sent twice under one Message-ID, none lost\n`)
  }, 600_000)
})

/** Runs a notifier until it has come so far, and kills it. */
async function killedWhen(argument: string, soFar: (child: ChildProcess) => Promise<unknown>): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', NOTIFIER, argument], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const reached = soFar(child)
  await Promise.race([once(child.stdout, 'data'), ended])
  await Promise.race([reached, ended])
  child.kill('SIGKILL')
  await ended
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !await isSo(); tries++) {
    if (tries === 1_200) throw new Error('it never came')
    await sleep(50)
  }
}
