import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { MessageView } from '../src/notify/message-view.ts'
import { messageSchema, wholeMessageSchema } from '../src/notify/message-view.ts'
import { openMailServer } from '../src/notify/testing/mail-server.ts'
import { readMail } from '../src/notify/testing/read-mail.ts'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { signIn, up } from './up-process.ts'

const EXAMPLE = join(import.meta.dirname, '../examples/1-database-to-domain')

// Starts the program and both engines.
describe.skipIf(IS_QUICK)('telling people', () => {
  test('evidence goes in, a mail goes out, its link is opened, and all of it stands on the case', async () => {
    const mails = await openMailServer({ disabledCommands: ['STARTTLS'] })
    const folder = temporaryFolder()
    const [config, data] = [join(folder, 'noroshi.yaml'), join(folder, 'data')]
    writeFileSync(config, `notify:
  url: https://noroshi.example.jp/
  zone: Asia/Tokyo
  language: ja
  channels:
    - {name: mail, kind: smtp, host: 127.0.0.1, port: ${mails.port}, security: none, from: noroshi@csirt.example, attach: [json, xml]}
  rules:
    - {name: urgent, priority: 1, channel: mail, to: [soc@example.jp], template: infected-device, tags: [credential-access, lateral-movement, execution, stealth, defense-evasion, initial-access]}
`)
    const server = await up(data, '--listen', '127.0.0.1:0', '--config', config)
    const noroshi = (...args: string[]) => runNoroshi([...args, '--data', data, '--config', config])
    try {
      const cookie = await signIn(server)
      const get = async (path: string) => (await fetch(`${server.origin}/api/v1${path}`, { headers: { cookie } })).json()
      expect((await noroshi('ingest', EXAMPLE)).code).toBe(0)
      for (let tries = 0; mails.received.length === 0 && tries < 200; tries++) await sleep(100)
      const mail = readMail(mails.received[0]!.bytes)
      const notice = z.object({ case: z.object({ id: z.string() }) }).parse(JSON.parse(mail.parts[1]!.body.toString()))
      const ofCase = async () => z.object({ items: z.array(messageSchema) }).parse(await get(`/cases/${notice.case.id}/notifications`)).items
      const sent = async (): Promise<MessageView> => {
        for (;;) {
          const [first] = await ofCase()
          if (first?.state === 'sent') return first
          await sleep(50)
        }
      }
      const message = await sent()
      expect(mail.headers.get('message-id')).toBe(`<${message.delivery}.noroshi@csirt.example>`)
      expect(await get('/notifications')).toEqual({ items: expect.arrayContaining([message]), next: null })
      const text = mail.parts[0]!.body.toString()
      expect(text).toContain(`https://noroshi.example.jp/cases/${notice.case.id}`)

      const [, path = ''] = /https:\/\/noroshi\.example\.jp(\/api\/v1\/acknowledge\/\S+)/.exec(text) ?? []
      const looked = await fetch(`${server.origin}${path}`)
      expect([looked.status, looked.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining('default-src \'none\'; form-action \'self\'')])
      expect(await looked.text()).toContain('確認しました')
      expect((await ofCase())[0]!.acknowledgedAt).toBe(null)
      expect((await fetch(`${server.origin}${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`, { method: 'POST' })).status).toBe(404)
      expect((await fetch(`${server.origin}${path.replace('default', 'elsewhere')}`, { method: 'POST' })).status).toBe(404)
      expect((await fetch(`${server.origin}${path}`, { method: 'POST' })).status).toBe(200)
      expect((await ofCase())[0]).toMatchObject({ acknowledgedBy: 'soc@example.jp' })

      const listed = await noroshi('notify', 'list', '--case', notice.case.id.slice(0, 12), '--json')
      expect([listed.code, JSON.parse(listed.stdout)]).toEqual([0, (await ofCase())[0]])
      const shown = wholeMessageSchema.parse(JSON.parse((await noroshi('notify', 'show', message.id.slice(0, 8), '--json')).stdout))
      expect(shown).toMatchObject({ tries: [{ attempt: 1, outcome: 'sent' }], text: expect.stringContaining('マルウェア感染が疑われる挙動') })
      const before = mails.received.length
      const tested = await noroshi('notify', 'test', 'mail', '--to', 'admin@example.jp', '--lang', 'en')
      expect([tested.code, tested.stdout]).toEqual([0, expect.stringMatching(/^Taken: 250/)])
      expect(mails.received.slice(before).map(({ to }) => to)).toEqual([['admin@example.jp']])
      const preview = await noroshi('notify', 'preview', 'dos-victim', '--case', notice.case.id, '--format', 'xml')
      expect([preview.code, preview.stdout]).toEqual([0, expect.stringContaining(`<id>${notice.case.id}</id>`)])
    } finally {
      expect(await server.stop()).toBe(0)
      await mails.close()
    }
  }, 600_000)
})
