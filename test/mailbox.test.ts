import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { TakenMailbox } from '../src/observe/mailbox/take-mailbox.ts'
import { takeMailbox } from '../src/observe/mailbox/take-mailbox.ts'
import { SpoolRoom } from '../src/pipeline/collect/spool-room.ts'
import { StreamSpool } from '../src/pipeline/collect/stream-spool.ts'
import { makeCertificate } from '../src/server/certificate/make-certificate.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { CutProxy } from './cut-proxy.ts'
import type { Dovecot } from './dovecot.ts'
import { HAS_DOVECOT, MAIL_PASSWORD, MAIL_USER, startDovecot } from './dovecot.ts'
import { keptDocuments } from '../src/pipeline/collect/testing/kept-documents.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 60_000
const TAKER = fileURLToPath(new URL('take-mailbox-until-killed.ts', import.meta.url))

function mail(number: number): string {
  return `From: abuse@example.jp\r\nTo: soc@example.jp\r\nSubject: notice ${number}\r\nDate: Mon, 23 Nov 2026 09:00:00 +0900\r\nMessage-ID: <${number}@example.jp>\r\n\r\nnotice ${number}\r\n`
}

/** Real mail over a real server (Debian's dovecot), on loopback. */
describe.skipIf(IS_QUICK || !HAS_DOVECOT)('a mailbox on an IMAP server', () => {
  async function world(settings = ''): Promise<{ readonly server: Dovecot; readonly folder: string; options(more?: Partial<TakenMailbox>): TakenMailbox }> {
    const folder = temporaryFolder()
    const server = await startDovecot(folder, makeCertificate(['localhost', '127.0.0.1'], Date.now()), settings)
    onTestFinished(() => server.stop())
    return {
      server, folder,
      options: more => ({
        host: 'localhost', port: server.tlsPort, security: 'tls', authority: join(folder, 'certificate.pem'), user: MAIL_USER, credential: () => ({ kind: 'password', secret: MAIL_PASSWORD }), mailbox: 'INBOX',
        after: { kind: 'leave' }, everyMs: 200, literalBytes: 100_000, ...more,
      }),
    }
  }

  async function take(folder: string, options: TakenMailbox) {
    const spool = await StreamSpool.open({ organisation: 'default', name: 'inbox', format: 'document' }, { room: new SpoolRoom(join(folder, 'spool'), { reserveBytes: 0 }), onSealed: () => {} })
    const receiver = await takeMailbox(options, spool)
    return { spool, receiver, async stop() { await receiver.close(); await spool.close() } }
  }

  const kept = (folder: string) => keptDocuments(join(folder, 'spool/default/inbox'))
  const subjects = (folder: string) => kept(folder).map(({ content }) => /^Subject: (.*)\r$/m.exec(content)?.[1])

  test('mails are taken as they are, those that come later too, and once over restarts', { timeout: LIMIT_MS }, async () => {
    const { server, folder, options } = await world()
    server.deliver(mail(1))
    const first = await take(folder, options())
    await expect.poll(() => kept(folder).map(({ content }) => content), { timeout: 10_000 }).toEqual([mail(1)])
    server.deliver(mail(2))
    await expect.poll(() => subjects(folder), { timeout: 10_000 }).toEqual(['notice 1', 'notice 2'])
    expect(first.spool.meter.figures()).toMatchObject({ records: 2, malformed: 0, connections: 1 })
    expect(first.receiver.places).toEqual([`imaps soc@example.jp@localhost:${server.tlsPort}/INBOX`])
    await first.stop()
    server.deliver(mail(3))
    const second = await take(folder, options({ security: 'starttls', port: server.plainPort }))
    await expect.poll(() => subjects(folder), { timeout: 10_000 }).toEqual(['notice 1', 'notice 2', 'notice 3'])
    await second.stop()
    // Nothing was changed on the server.
    expect(server.mails().filter(name => /:2,.*S/.test(name))).toEqual([])
  })

  test('they are moved into a mailbox with a Japanese name, also those that were taken before', { timeout: LIMIT_MS }, async () => {
    const { server, folder, options } = await world('namespace inbox {\n mailbox 処理済み {\n  auto = create\n }\n}\n')
    server.deliver(mail(1))
    const first = await take(folder, options())
    await expect.poll(() => subjects(folder), { timeout: 10_000 }).toEqual(['notice 1'])
    await first.stop()
    server.deliver(mail(2))
    const second = await take(folder, options({ after: { kind: 'move', mailbox: '処理済み' } }))
    await expect.poll(() => server.mails(), { timeout: 10_000 }).toEqual([])
    await second.stop()
    expect(subjects(folder)).toEqual(['notice 1', 'notice 2'])
    expect(server.mails('&UeZ0Bm4IMH8-')).toHaveLength(2)
  })

  test('they are marked as read; one that is too large stays and is told', { timeout: LIMIT_MS }, async () => {
    const { server, folder, options } = await world()
    server.deliver(`${mail(1)}${'x'.repeat(200_000)}\r\n`)
    server.deliver(mail(2))
    const running = await take(folder, options({ after: { kind: 'seen' } }))
    await expect.poll(() => server.mails().filter(name => /:2,.*S/.test(name)).length, { timeout: 10_000 }).toBe(1)
    expect(subjects(folder)).toEqual(['notice 2'])
    expect(running.spool.meter.figures().samples).toEqual([expect.objectContaining({ reason: expect.stringMatching(/^mail 1: 2\d{5} bytes are more than 100000/) })])
    await running.stop()
  })

  test('what cannot be opened is told, and nothing begins', { timeout: LIMIT_MS }, async () => {
    const { folder, options } = await world()
    await expect(take(folder, options({ authority: undefined }))).rejects.toThrow(/self-signed|unable to verify/)
    await expect(take(folder, options({ mailbox: 'Nowhere' }))).rejects.toThrow(/the mailbox Nowhere cannot be opened/)
    // Last: the server lets whoever failed once wait.
    await expect(take(folder, options({ credential: () => ({ kind: 'password', secret: 'wrong' }) }))).rejects.toThrow(/refuses the user or the password/)
  })

  test('a server that goes away is shown as trouble, and taken from again when it is back', { timeout: LIMIT_MS }, async () => {
    const { server, folder, options } = await world()
    const proxy = await CutProxy.to(server.tlsPort)
    onTestFinished(() => proxy.close())
    const running = await take(folder, options({ port: proxy.port, retryMs: 100 }))
    server.deliver(mail(1))
    await expect.poll(() => subjects(folder), { timeout: 10_000 }).toEqual(['notice 1'])
    proxy.down()
    await expect.poll(() => running.receiver.trouble?.() ?? null, { timeout: 10_000 }).not.toBe(null)
    server.deliver(mail(2))
    proxy.up()
    await expect.poll(() => subjects(folder), { timeout: 10_000 }).toEqual(['notice 1', 'notice 2'])
    expect([running.receiver.trouble?.(), running.spool.meter.figures().malformed]).toEqual([null, 1])
    await running.stop()
  })

  test('kill -9 at any moment: each mail once', { timeout: LIMIT_MS }, async () => {
    const { server, folder, options } = await world()
    const total = byDepth(0, 60, 600)
    for (let number = 0; number < total; number++) server.deliver(mail(number))
    const { authority, port } = options()
    for (let round = 0; round < byDepth(0, 4, 50); round++) {
      const child = spawn(process.execPath, [TAKER, join(folder, 'spool'), String(port), authority ?? ''], { stdio: ['ignore', 'pipe', 'inherit'] })
      await once(child.stdout, 'data')
      await sleep(round * 15)
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    const last = await take(folder, options())
    await expect.poll(() => kept(folder).length, { timeout: 30_000 }).toBe(total)
    await last.stop()
    expect(new Set(subjects(folder)).size).toBe(total)
  })
})
