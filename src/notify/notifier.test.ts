import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { IS_QUICK } from '../../test/depth.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { StoredCase } from '../store/cases/stored-case.ts'
import { sampleCase } from '../store/cases/testing/sample-case.ts'
import type { Ledger } from '../store/ledger/ledger.ts'
import { acknowledgeMessage, listMessages } from '../store/notify/list-messages.ts'
import { describeOverServers } from '../store/postgres/testing/test-servers.ts'
import type { TestServer } from '../store/postgres/testing/test-servers.ts'
import { messageView } from './message-view.ts'
import { Notifier } from './notifier.ts'
import { openMailServer, smtpRefusal } from './testing/mail-server.ts'
import type { TestMailServer } from './testing/mail-server.ts'
import { caseWith, configurationOf, newLedger, partsOf, saveAll } from './testing/notify-world.ts'
import { readMail } from './testing/read-mail.ts'

const MINUTE_MS = 60_000

/** A Monday, by the clock of the tests. */
const NOON = Date.parse('2026-11-23T12:00:00Z')

// A database takes seconds to start.
describe.skipIf(IS_QUICK)('the notifier', () => {
  describeOverServers('from a case to a mail', suite)
})

function suite(server: () => TestServer): void {
  test('tells a case that is new, once, and not what was there before', async () => {
    const world = await open(server(), { priority: 60 }, { attach: ['json', 'xml'] })
    await world.folded([sampleCase('old', 90)])
    const hostile = caseWith('new', 80, 'Evil\r\nBcc: all@example.jp\n\n<b>見て</b>\u202e http://evil.example/x', [{ type: 'domain', value: 'evil.example' }, { type: 'host', value: 'srv01\r\nX: y' }])
    await world.folded([sampleCase('old', 90), hostile, sampleCase('small', 20)])
    await world.look()
    expect(world.mails.received.map(({ to }) => to)).toEqual([['soc@example.jp']])
    const mail = readMail(world.mails.received[0]!.bytes)
    expect(mail.headers.get('subject')).toContain('Evil Bcc: all@example.jp <b>見て</b> hxxp://evil.example/x')
    expect(mail.headers.get('message-id')).toMatch(/^<[0-9a-f]{32}\.noroshi@csirt\.example>$/)
    const [text, json, xml] = mail.parts
    expect(text?.body.toString()).toContain('evil[.]example')
    expect(JSON.parse(json!.body.toString())).toMatchObject({ format: 'noroshi-notice', case: { id: 'new', priority: 80 } })
    expect(xml?.body.toString()).toContain('&lt;b&gt;見て&lt;/b&gt;')
    await world.close()
  })

  test('tells a case again when it is much more urgent, and not because it has another id', async () => {
    const world = await open(server(), { priority: 40 })
    await world.folded([])
    await world.folded([sampleCase('a', 50)])
    await world.folded([joined('b', 55, ['b', 'a'])])
    await world.folded([joined('b', 70, ['b', 'a'])])
    await world.folded([joined('b', 71, ['b', 'a'])])
    expect(await world.told()).toEqual([['raised-70', 'sent'], ['created', 'sent']])
    expect((await listMessages(world.ledger, { caseId: 'b', limit: 10 })).map(({ about }) => about)).toEqual(['b', 'a'])
    await world.close()
  })

  test('holds what its marking does not let go, and lets it go when the settings do', async () => {
    const world = await open(server(), {}, { marking: 'amber', encryptFrom: 'red' }, { marking: 'amber+strict' })
    await world.folded([])
    await world.folded([sampleCase('a', 50)])
    expect(world.mails.received.length).toBe(0)
    expect((await listMessages(world.ledger, { troubled: true, limit: 10 })).map(each => messageView(each)).map(({ state, reason }) => [state, reason])).toEqual([['held', 'TLP:AMBER+STRICT exceeds TLP:AMBER']])
    const strict = await again(world, {}, { marking: 'red', encryptFrom: 'amber+strict' }, 'amber+strict')
    await strict.look()
    expect(world.mails.received.length).toBe(0)
    const open_ = await again(world, {}, { marking: 'red', encryptFrom: 'red' }, 'amber+strict')
    await open_.look()
    expect(world.mails.received.length).toBe(1)
    expect(readMail(world.mails.received[0]!.bytes).headers.get('x-noroshi-marking')).toBe('TLP:AMBER+STRICT')
    await strict.close()
    await open_.close()
    await world.close()
  })

  test('tells a partner less than a colleague', async () => {
    const world = await open(server(), { to: ['soc@example.jp', 'partner@example.org'] }, {}, {}, { markings: { 'example.org': 'green' } })
    await world.folded([])
    await world.folded([sampleCase('a', 50)])
    expect(world.mails.received.map(({ to }) => to)).toEqual([['soc@example.jp']])
    expect(await world.told()).toEqual([['created', 'held'], ['created', 'sent']])
    await world.close()
  })

  test('tries again what the server cannot take now, under the same Message-ID, and gives up what it refuses for good', async () => {
    const refusals = [smtpRefusal(451, 'try later'), smtpRefusal(451, 'try later'), null, smtpRefusal(554, 'no')]
    const tried: string[] = []
    const world = await open(server(), {}, {}, {}, {}, mail => {
      tried.push(readMail(mail.bytes).headers.get('message-id') ?? '')
      return refusals.shift() ?? null
    })
    await world.folded([])
    await world.folded([sampleCase('a', 50)])
    await world.look()
    expect(tried.length).toBe(1)
    for (const minutes of [1, 2]) await world.look(minutes * MINUTE_MS)
    expect([new Set(tried).size, tried.length, world.mails.received.length]).toEqual([1, 3, 1])
    await world.folded([sampleCase('a', 50), sampleCase('b', 50)])
    await world.look(10 * MINUTE_MS)
    expect(tried.length).toBe(4)
    expect(await world.told()).toEqual([['created', 'failed'], ['created', 'sent']])
    await world.close()
  })

  test('speaks TLS and signs in, and sends nothing where it cannot', async () => {
    const folder = temporaryFolder({})
    const path = (name: string) => join(folder, name)
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', path('key'), '-out', path('cert'), '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'], { stdio: 'ignore' })
    writeFileSync(path('password'), 'right\n')
    const mails = await openMailServer({
      authOptional: false, key: readFileSync(path('key')), cert: readFileSync(path('cert')),
      onAuth: ({ username, password }, _, done) => { done(null, username === 'noroshi' && password === 'right' ? { user: username } : undefined) },
    })
    const channel = { host: 'localhost', port: mails.port, security: 'starttls', user: 'noroshi', password: { file: path('password') } }
    const world = await open(server(), {}, { ...channel, authority: path('cert') })
    await world.folded([])
    await world.folded([sampleCase('a', 50)])
    expect(mails.received.map(({ isSecure, user }) => [isSecure, user])).toEqual([[true, 'noroshi']])
    vi.stubEnv('NOROSHI_TEST_PASSWORD', 'wrong')
    for (const worse of [channel, { ...channel, authority: path('cert'), password: { env: 'NOROSHI_TEST_PASSWORD' } }, { ...channel, port: world.mails.port, authority: path('cert') }]) {
      const other = await open(server(), {}, worse)
      await other.folded([])
      await other.folded([sampleCase('a', 50)])
      expect(await other.told()).toEqual([['created', 'waiting']])
      await other.close()
    }
    vi.unstubAllEnvs()
    expect([mails.received.length, world.mails.received.length]).toEqual([1, 0])
    await world.close()
    await mails.close()
  })

  test('puts what comes within a digest into one mail', async () => {
    const world = await open(server(), { digestMinutes: 30 })
    await world.folded([])
    await world.folded([sampleCase('a', 50)])
    await world.folded([sampleCase('a', 50), sampleCase('b', 60)])
    expect(world.mails.received.length).toBe(0)
    await world.look(30 * MINUTE_MS)
    const [text, json] = readMail(world.mails.received[0]!.bytes).parts
    expect(text!.body.toString()).toContain('This message holds 2 messages.')
    expect(JSON.parse(json!.body.toString())).toMatchObject({ notices: [{ case: { id: 'a' } }, { case: { id: 'b' } }] })
    expect(world.mails.received.length).toBe(1)
    await world.close()
  })

  test('folds what repeats, says later how often it did, and sends what is too much together when the hour ends', async () => {
    const world = await open(server(), { mostPerHour: 3 })
    const alike = (...numbers: readonly number[]) => numbers.map(number => sampleCase(`r${number}`, 50, { host: 'same' }))
    await world.folded([])
    await world.folded(alike(1))
    await world.folded(alike(1, 2, 3))
    expect(await world.told()).toEqual([['created', 'folded'], ['created', 'folded'], ['created', 'sent']])
    await world.later(25 * 60 * MINUTE_MS)
    await world.folded(alike(1, 2, 3, 4))
    expect(readMail(world.mails.received[1]!.bytes).parts[0]!.body.toString()).toContain('2 more cases')
    await world.folded([...alike(1, 2, 3, 4), ...Array.from({ length: 5 }, (_, index) => sampleCase(`w${index}`, 50))])
    expect(world.mails.received.length).toBe(4)
    await world.look(60 * MINUTE_MS)
    expect(world.mails.received.length).toBe(5)
    await world.close()
  })

  test('waits out quiet hours and the hours of a contact, in the contact\'s language', async () => {
    const world = await open(server(), { quiet: { from: '11:00', to: '13:00' }, contactHours: true, to: ['contact:desk', 'owner'] }, {}, { owners: ['owner-1', 'nobody'] })
    await contact(world.ledger, 'desk', { mail: ['desk@example.jp'], language: 'ja', hours: 'Mon-Fri 14:00-18:00 UTC', name: '当直' })
    await contact(world.ledger, 'owner-1', { mail: ['owner@example.jp'] })
    await world.folded([])
    await world.folded([sampleCase('a', 50)])
    expect(world.mails.received.length).toBe(0)
    await world.look(60 * MINUTE_MS)
    expect(world.mails.received.map(({ to }) => to)).toEqual([['owner@example.jp']])
    await world.look(60 * MINUTE_MS)
    expect(readMail(world.mails.received[1]!.bytes).parts[0]!.body.toString()).toContain('当直 様')
    await world.folded([sampleCase('a', 50), sampleCase('fire', 95)])
    expect(world.mails.received.length).toBe(4)
    await world.close()
  })

  test('reminds and escalates until somebody acknowledges', async () => {
    const world = await open(server(), { remindMinutes: 30, remindTimes: 2, escalate: [{ afterMinutes: 90, to: ['boss@example.jp'] }] })
    await world.folded([])
    await world.folded([sampleCase('a', 50), sampleCase('b', 50)])
    const [first] = await listMessages(world.ledger, { caseId: 'b', limit: 1 })
    await acknowledgeMessage(world.ledger.pool, world.ledger.organisation, first!.id, 'ann', NOON)
    for (let minute = 0; minute < 240; minute += 15) await world.look(15 * MINUTE_MS)
    const told = (await listMessages(world.ledger, { limit: 20 })).reverse().map(({ about, occasion, recipient }) => [about, occasion, recipient])
    expect(told).toEqual([
      ['a', 'created', 'soc@example.jp'], ['b', 'created', 'soc@example.jp'], ['a', 'reminder-1', 'soc@example.jp'], ['a', 'reminder-2', 'soc@example.jp'], ['a', 'escalation-1', 'boss@example.jp'],
    ])
    await world.close()
  })

  test('tells what is no case, once for each key, with its attachments', async () => {
    const world = await open(server(), {})
    const warning = { key: 'warning:1', occasion: 'created', rule: 'warnings', channel: 'mail', to: ['contact:desk', 'a@example.jp'], priority: 50, contactHours: true }
    const content = (language: string) => ({ subject: `a warning in ${language}`, text: 'look', data: { growth: 3 }, attachments: [{ name: 'flows.csv', mediaType: 'text/csv', base64: Buffer.from('a,b\n').toString('base64') }] })
    await contact(world.ledger, 'desk', { mail: ['desk@example.jp'], language: 'ja' })
    const enqueue = (more: object) => world.notifier.enqueue(world.ledger, { ...warning, marking: 'amber', content, ...more })
    expect([(await enqueue({})).length, (await enqueue({})).length, (await enqueue({ key: 'warning:2', marking: 'red' })).length]).toEqual([2, 0, 2])
    await world.look()
    expect(world.mails.received.map(({ bytes }) => readMail(bytes)).map(({ headers, parts }) => [headers.get('subject'), parts[2]!.body.toString()]).sort()).toEqual([['a warning in en', 'a,b\n'], ['a warning in ja', 'a,b\n']])
    expect(await world.told()).toEqual([['created', 'held'], ['created', 'held'], ['created', 'sent'], ['created', 'sent']])
    await world.close()
  })

  test('goes on when the database is killed while it sends', async () => {
    let mailsUntilCrash = 2
    const world = await open(server(), {}, {}, {}, {}, () => {
      if (--mailsUntilCrash === 0) server().crash()
      return null
    })
    await world.folded([])
    await world.folded(Array.from({ length: 6 }, (_, index) => sampleCase(`k${index}`, 50)))
    const isSent = async () => (await world.told()).filter(([, state]) => state === 'sent').length === 6
    for (let tries = 0; !await isSent() && tries < 20; tries++) await world.look(MINUTE_MS)
    expect([await isSent(), new Set(world.mails.received.map(({ bytes }) => readMail(bytes).headers.get('message-id'))).size]).toEqual([true, 6])
    await world.close()
  }, 60_000)

  test('keeps organisations apart', async () => {
    const world = await open(server(), {})
    const other = await newLedger(world.ledger.pool)
    await saveAll(other, [])
    await world.folded([])
    await saveAll(other, [sampleCase('a', 90)])
    await world.look()
    expect([world.mails.received.length, await listMessages(other, { limit: 1 })]).toEqual([0, []])
    await world.close()
  })
}

interface World {
  readonly ledger: Ledger
  readonly mails: TestMailServer
  readonly notifier: Notifier
  readonly configuration: (rule: object, channel: object) => ReturnType<typeof configurationOf>
  readonly now: () => number
  later(ms: number): void
  look(later?: number): Promise<void>
  /** What a fold gives, and a look at it. */
  folded(cases: readonly StoredCase[]): Promise<void>
  /** Occasion and state of each message, the newest first. */
  told(): Promise<[string, string][]>
  close(): Promise<void>
}

async function open(
  { postgres: { pool } }: TestServer, rule: object, channel: object = {}, parts: Parameters<typeof partsOf>[2] = {}, more: object = {}, answer: Parameters<typeof openMailServer>[1] = () => null,
): Promise<World> {
  const ledger = await newLedger(pool)
  const mails = await openMailServer({ disabledCommands: ['STARTTLS'] }, answer)
  let at = NOON
  const now = () => at
  const configuration = (ofRule: object, ofChannel: object) => configurationOf({
    channels: [{ name: 'mail', kind: 'smtp', host: '127.0.0.1', port: mails.port, security: 'none', from: 'noroshi@csirt.example', ...ofChannel }],
    rules: [{ name: 'urgent', channel: 'mail', to: ['soc@example.jp'], organisations: [ledger.organisation], ...ofRule }], ...more,
  })
  const notifier = new Notifier(partsOf(pool, configuration(rule, channel), { ...parts, now }))
  const look = async (later = 0) => {
    at += later
    await notifier.look()
  }
  return {
    ledger, mails, notifier, configuration, now, look,
    later: ms => { at += ms },
    async folded(cases) {
      await saveAll(ledger, cases)
      await look()
    },
    told: async () => (await listMessages(ledger, { limit: 50 })).map(each => messageView(each)).map(({ occasion, state }) => [occasion, state]),
    async close() {
      await notifier.close()
      await mails.close()
      // What is left would be sent by the next one, to its own server.
      await pool.query('update notify_delivery set state = \'failed\' where organisation = $1 and state <> \'sent\'', [ledger.organisation])
      await pool.query('update notify_message set state = \'cancelled\' where organisation = $1 and state <> \'delivered\'', [ledger.organisation])
    },
  }
}

/** The same place under other settings, after a start. */
async function again({ ledger: { pool }, configuration, now }: World, rule: object, channel: object, marking: 'amber+strict'): Promise<Notifier> {
  const notifier = new Notifier(partsOf(pool, configuration(rule, channel), { marking, now }))
  await notifier.start()
  return notifier
}

/** A case that holds the findings of several, the first of which names it. */
function joined(id: string, priority: number, parts: readonly string[]): StoredCase {
  const { shown } = sampleCase(id, priority)
  const findings = parts.flatMap(part => sampleCase(part, part.charCodeAt(0)).findings)
  const whole = { ...shown, findings: findings.map(({ finding }) => finding.id), strongest: findings[0]!.finding.id }
  return { shown: whole, derived: whole, findings }
}

async function contact({ pool, organisation }: Ledger, key: string, body: object): Promise<void> {
  await pool.query('insert into register_entry (organisation, kind, key, body, import) values ($1, \'contact\', $2, $3, $4)', [organisation, key, JSON.stringify({ id: key, ...body }), createHash('sha256').update(key).digest().readUInt16BE()])
}
