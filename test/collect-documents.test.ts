import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceView } from '../src/pipeline/collect/source-view.ts'
import { sourceSchema } from '../src/pipeline/collect/source-view.ts'
import { makeCertificate } from '../src/server/certificate/make-certificate.ts'
import { CollectWorld } from './collect-world.ts'
import { IS_QUICK } from './depth.ts'
import type { Dovecot } from './dovecot.ts'
import { HAS_DOVECOT, MAIL_PASSWORD, MAIL_USER, startDovecot } from './dovecot.ts'

const LIMIT_MS = 120_000
const POLL = { timeout: 60_000, interval: 2_000 }

interface FoundEvent {
  readonly dataset: string
  readonly time: string
  readonly fields: Readonly<Record<string, unknown>>
}
const CSV = '日時,src_ip,user\n2026-11-22 10:00:00,203.0.113.7,tanaka\n2026-11-22 10:00:05,203.0.113.8,suzuki\n'

/** A report as people send it: a greeting in ISO-2022-JP, a table in CP932, packed logs. */
function report(number: number): string {
  const log = gzipSync('Nov 22 01:02:03 web1 sshd[7]: Failed password for root from 203.0.113.9 port 4242 ssh2\n')
  const wrapped = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  return [
    `Received: from mx.example.jp (mx.example.jp [192.0.2.25]) by in.example.org with ESMTPS id 1 for <soc@example.org>; Mon, 23 Nov 2026 09:00:${String(number).padStart(2, '0')} +0900`,
    `From: =?ISO-2022-JP?B?${Buffer.from('\u001b$BDLJs\u001b(B').toString('base64')}?= <Abuse@example.jp>`, 'To: SOC <soc@example.org>', `Subject: notice ${number}`, `Message-ID: <${number}@example.jp>`, 'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b 1"', '', 'passed over', '--b 1', 'Content-Type: text/plain; charset=ISO-2022-JP', '', '\u001b$BDLJs\u001b(B https://evil.example/x', '--b 1',
    'Content-Type: text/csv', 'Content-Disposition: attachment;', " filename*0*=cp932'ja'%92%CA; filename*1*=%95%F1.csv", 'Content-Transfer-Encoding: base64', '', wrapped(cp932(CSV)), '--b 1',
    'Content-Type: application/gzip; name=auth.log.gz', 'Content-Transfer-Encoding: base64', '', wrapped(log), '--b 1--', '',
  ].join('\r\n')
}

/** The two words of the table in CP932; the rest is ASCII. */
function cp932(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x93, 0xfa, 0x8e, 0x9e]), Buffer.from(text.slice(2))])
}

/** Whole contents that arrive by themselves, through the whole program. */
describe.skipIf(IS_QUICK)('mails, feeds and files', () => {
  let folder: string
  let world: CollectWorld
  let server: Server
  let dovecot: Dovecot | null = null
  let feed = '{"@timestamp":"2026-11-22T00:00:00Z","domain":"one.example"}\n'
  const drop = () => join(folder, 'drop')

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-documents-'))
    // Dovecot reads below it, as another user.
    chmodSync(folder, 0o755)
    mkdirSync(drop())
    server = createServer((_, response) => { response.end(feed) }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    writeFileSync(join(folder, 'password'), `${MAIL_PASSWORD}\n`)
    const own = HAS_DOVECOT ? join(folder, 'dovecot') : null
    if (own !== null) {
      mkdirSync(own)
      dovecot = await startDovecot(own, makeCertificate(['localhost', '127.0.0.1'], Date.now()))
    }
    world = await CollectWorld.make(folder, [
      `{name: drop, kind: mailbox, folder: "${drop()}", moveTo: "${drop()}/done", zone: Asia/Tokyo}`,
      `{name: feed, kind: pull, url: "http://127.0.0.1:${port}/domains.jsonl", allowPrivate: true, everySeconds: 1}`,
      ...(dovecot === null ? [] : [`{name: inbox, kind: mailbox, host: localhost, port: ${dovecot.tlsPort}, authority: dovecot/certificate.pem, user: ${MAIL_USER}, password: {file: password}}`]),
    ])
    await world.start()
  }, LIMIT_MS)

  afterAll(async () => {
    await world.stop()
    await dovecot?.stop()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  const put = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(drop(), `.${name}`), content)
    renameSync(join(drop(), `.${name}`), join(drop(), name))
  }
  /** All that is stored, by dataset. */
  const stored = async (): Promise<Readonly<Record<string, readonly FoundEvent[] | undefined>>> => {
    const events = (await world.run('hunt', '*', '--json', '--limit', '1000')).split('\n').filter(line => line !== '').map(line => JSON.parse(line) as FoundEvent)
    return Object.groupBy(events, ({ dataset }) => dataset)
  }
  const counts = async () => Object.fromEntries(Object.entries(await stored()).map(([dataset, events]) => [dataset, events?.length]))
  const source = async (name: string): Promise<SourceView | undefined> =>
    (await world.run('source', 'list', '--json')).trim().split('\n').map(line => sourceSchema.parse(JSON.parse(line))).find(each => each.name === name)

  test('a report that is dropped becomes an event, and what it brings becomes events of its own', { timeout: LIMIT_MS }, async () => {
    put('report.eml', report(1))
    await expect.poll(counts, POLL).toMatchObject({ 'mail.message': 1, 'generic.csv': 2, 'linux.sshd': 1 })
    const { 'mail.message': [mail] = [], 'generic.csv': rows = [], 'linux.sshd': lines = [] } = await stored()
    expect(mail).toMatchObject({
      time: '2026-11-23T00:00:01.000000Z',
      fields: {
        from: 'abuse@example.jp', from_name: '通報', to: ['soc@example.org'], subject: 'notice 1', message_id: '<1@example.jp>', text: '通報 https://evil.example/x', urls: ['https://evil.example/x'],
        received: [{ from: 'mx.example.jp', ip: '192.0.2.25', by: 'in.example.org' }],
        attachments: [{ name: '通報.csv', type: 'text/csv' }, { name: 'auth.log.gz', type: 'application/gzip' }],
      },
    })
    // Its table says no zone: that of the source holds.
    expect(rows.map(({ time, fields }) => [time, fields['src_ip'], fields['user']]).sort()).toEqual([
      ['2026-11-22T01:00:00.000000Z', '203.0.113.7', 'tanaka'], ['2026-11-22T01:00:05.000000Z', '203.0.113.8', 'suzuki'],
    ])
    expect(lines.map(({ fields }) => fields['src_ip'])).toEqual(['203.0.113.9'])
    expect(readdirSync(join(drop(), 'done'))).toEqual(['report.eml'])
    expect(await source('drop')).toMatchObject({ kind: 'mailbox', state: 'taking', records: 1, events: 4, decodeErrors: 0, malformed: 0, places: [`folder ${drop()}`] })
  })

  test('a feed is taken whenever it is another', { timeout: LIMIT_MS }, async () => {
    const domains = async () => (await stored())['generic.json']?.map(({ fields }) => fields['domain']).sort()
    await expect.poll(domains, POLL).toEqual(['one.example'])
    feed = '{"@timestamp":"2026-11-22T01:00:00Z","domain":"two.example"}\n'
    await expect.poll(domains, POLL).toEqual(['one.example', 'two.example'])
    expect(await source('feed')).toMatchObject({ kind: 'pull', state: 'taking', malformed: 0 })
  })

  test.skipIf(!HAS_DOVECOT)('mails of an IMAP server are there once, over a kill -9 of the program', { timeout: LIMIT_MS }, async () => {
    for (let number = 10; number < 20; number++) dovecot?.deliver(report(number))
    await expect.poll(async () => (await source('inbox'))?.records, POLL).toBeGreaterThan(0)
    for (let number = 20; number < 25; number++) dovecot?.deliver(report(number))
    await world.stop('SIGKILL')
    await world.start()
    // The same table and log came with each: they are evidence once.
    await expect.poll(counts, POLL).toEqual({ 'mail.message': 16, 'generic.csv': 2, 'linux.sshd': 1, 'generic.json': 2 })
    const subjects = (await stored())['mail.message']?.map(({ fields }) => String(fields['subject'])).sort()
    expect(subjects).toEqual([1, ...Array.from({ length: 15 }, (_, index) => index + 10)].map(number => `notice ${number}`).sort())
    expect(dovecot?.mails()).toHaveLength(15)
  })

  test('a broken mail is told with its place, and what is whole of it is there', { timeout: LIMIT_MS }, async () => {
    const cut = report(30).slice(0, -40)
    put('cut.eml', cut)
    await expect.poll(async () => (await source('drop'))?.decodeSamples.map(({ reason }) => reason), POLL).toEqual(expect.arrayContaining([expect.stringMatching(`^segment \\d+, byte ${cut.length}: cut off: the end of its parts is missing$`)]))
    expect((await stored())['mail.message']?.map(({ fields }) => fields['subject'])).toContain('notice 30')
  })
})
