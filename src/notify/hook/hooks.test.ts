import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ChatConfiguration, WebhookConfiguration } from '../../platform/config/notify-schema.ts'
import { configurationOf } from '../testing/notify-world.ts'
import { chatSender } from './chat-sender.ts'
import { signatureHeaders, webhookSender } from './webhook-sender.ts'

const OUTGOING = {
  id: 'b'.repeat(32), createdAt: new Date(0), address: '', recipient: 'hook', organisation: 'default', language: 'en', marking: 'green', priority: 80, subject: 'A subject', text: 'A text', notices: [{ a: 1 }], attachments: [],
} as const

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  vi.unstubAllEnvs()
})

/** A real receiver that answers as it is told. */
async function receiver(status: number, headers: Record<string, string> = {}): Promise<{ readonly url: string; readonly seen: { readonly headers: IncomingHttpHeaders; readonly body: string }[] }> {
  const seen: { headers: IncomingHttpHeaders; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', block => { body += String(block) })
    request.once('end', () => {
      seen.push({ headers: request.headers, body })
      response.writeHead(status, headers).end('said\nso')
    })
  })
  servers.push(server)
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/secret-path`, seen }
}

function hook(url: unknown): WebhookConfiguration {
  const { channels: [channel] } = configurationOf({ channels: [{ name: 'hook', kind: 'webhook', url, secret: { env: 'HOOK_SECRET' } }] })
  return channel as WebhookConfiguration
}

const never = new AbortController().signal

describe('a webhook', () => {
  test('is signed as Standard Webhooks says, over id, time and body', async () => {
    vi.stubEnv('HOOK_SECRET', `whsec_${Buffer.from('key').toString('base64')}`)
    const { url, seen } = await receiver(204)
    vi.stubEnv('HOOK_URL', url)
    expect(await webhookSender(hook({ env: 'HOOK_URL' })).send(OUTGOING, never)).toEqual({ kind: 'sent', said: '204' })
    const [{ headers, body } = { headers: {}, body: '' }] = seen
    expect(headers['webhook-id']).toBe(OUTGOING.id)
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60)
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', 'key').update(`${OUTGOING.id}.${String(headers['webhook-timestamp'])}.${body}`).digest('base64')}`)
    expect(JSON.parse(body)).toMatchObject({ type: 'noroshi.notice', data: { marking: 'TLP:GREEN', notices: [{ a: 1 }] } })
  })

  test('the example of the specification gives the signature that it gives', () => {
    const body = '{"test": 2432232314}'
    expect(signatureHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  test.each([
    [200, 'sent'], [202, 'sent'], [301, 'later'], [400, 'refused'], [401, 'later'], [404, 'later'], [410, 'refused'], [429, 'later'], [500, 'later'],
  ])('answered by %i it is %s', async (status, kind) => {
    vi.stubEnv('HOOK_SECRET', 'a secret')
    const { url, seen } = await receiver(status, status === 301 ? { location: 'http://127.0.0.1:1/elsewhere' } : {})
    expect((await webhookSender(hook(url)).send(OUTGOING, never)).kind).toBe(kind)
    expect(seen.length).toBe(1)
  })

  test('that nobody answers is tried later, and what is said of it holds no secret', async () => {
    vi.stubEnv('HOOK_SECRET', 'a secret')
    const result = await webhookSender(hook('http://127.0.0.1:1/secret-path')).send(OUTGOING, never)
    expect(result.kind).toBe('later')
    expect(result.said).not.toMatch(/secret/)
    expect(await webhookSender(hook({ env: 'NO_SUCH_URL' })).send(OUTGOING, never)).toEqual({ kind: 'later', said: 'the environment variable NO_SUCH_URL is not set' })
    vi.stubEnv('HOOK_URL', 'no url, a secret')
    expect((await webhookSender(hook({ env: 'HOOK_URL' })).send(OUTGOING, never)).said).not.toMatch(/secret/)
  })
})

test.each(['slack', 'teams', 'mattermost'] as const)('a chat of %s takes a message', async kind => {
  const { url, seen } = await receiver(200)
  const { channels: [channel] } = configurationOf({ channels: [{ name: 'chat', kind, url }] })
  expect((await chatSender(channel as ChatConfiguration).send(OUTGOING, never)).kind).toBe('sent')
  expect(JSON.stringify(JSON.parse(seen[0]!.body))).toContain('A text')
})
