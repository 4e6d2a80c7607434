import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { atOnce } from '../../../platform/steps.ts'
import { openGuard } from '../../judge/guard.ts'
import type { AuditRecord } from '../audit/audit.ts'
import type { RunningGateway } from '../gateway.ts'
import { startGateway } from '../gateway.ts'
import type { GatewayPolicy } from '../policy/policy.ts'
import { policySchema } from '../policy/policy.ts'
import type { ScriptedUpstream } from '../testing/scripted-upstream.ts'
import { scriptedUpstream } from '../testing/scripted-upstream.ts'
import { AnswerStream } from '../answer/answer-stream.ts'
import { OPENAI_CHAT } from '../protocol/openai-chat.ts'
import { EventReader } from '../answer/sse.ts'
import { Placeholders } from './placeholders.ts'

const guard = openGuard()
const KEY = 'nk-of-the-test'
const TOKEN = `ghp_${'aB3'.repeat(12)}`
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----\n${'MIIB'.repeat(20)}\n-----END PRIVATE KEY-----`

let upstream: ScriptedUpstream
let gateway: RunningGateway
let records: AuditRecord[]

beforeEach(async () => {
  upstream = await scriptedUpstream()
  records = []
})
afterEach(async () => {
  await gateway.close()
  await upstream.close()
})

async function start(policy: Partial<GatewayPolicy>): Promise<void> {
  gateway = await startGateway({
    guard, audit: { append: async record => void records.push(record) }, host: '127.0.0.1', port: 0, tls: null, log: () => {},
    applications: [{
      name: 'shop', keySha256: createHash('sha256').update(KEY).digest('hex'), upstream: { name: 'scripted', url: upstream.url, key: null }, policy: policySchema.parse({ name: 'test', ...policy }),
      unreadable: 'refuse', judgesAnswers: true, requestsPerMinute: 100_000, tokensPerDay: null, canaries: [], hosts: [], audit: 'texts', tools: { untrusted: [], private: [], outside: ['send_mail'], third: 'block' },
    }],
  })
}

async function ask(body: object): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`http://127.0.0.1:${gateway.port}/v1/chat/completions`, { method: 'POST', headers: { 'x-api-key': KEY }, body: JSON.stringify({ model: 'm', ...body }) })
  return { status: response.status, text: await response.text() }
}
const user = (content: string) => ({ role: 'user', content })
const json = (body: unknown) => (_: unknown, response: ServerResponse) => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
const stream = (pieces: readonly string[]) => (_: unknown, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.end(`${pieces.map(content => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`).join('')}data: [DONE]\n\n`)
}
const said = (text: string) => text.split('\n\n').flatMap(event => (event.startsWith('data: {') ? [(JSON.parse(event.slice(6)) as { choices: [{ delta: { content: string } }] }).choices[0].delta.content] : [])).join('')

test('what a request is without comes back in its answer, and nowhere else', async () => {
  await start({ personal: 'redact', restores: true })
  upstream.answerWith(json({ choices: [{ message: { role: 'assistant', content: 'I wrote to [EMAIL_1] and [EMAIL_2], not [EMAIL_3]; the key is [GITHUB_TOKEN_1].' } }] }))
  const { text } = await ask({ messages: [user(`Write to anna@example.org, bert@example.org and anna@example.org with ${TOKEN}.`)] })
  expect(JSON.parse(upstream.asked[0]!.body)).toMatchObject({ messages: [{ content: 'Write to [EMAIL_1], [EMAIL_2] and [EMAIL_1] with [GITHUB_TOKEN_1].' }] })
  expect(text).toContain(`I wrote to anna@example.org and bert@example.org, not [EMAIL_3]; the key is ${TOKEN}.`)
  expect(JSON.stringify(records)).not.toMatch(/example\.org|ghp_a/)
})

test('in a stream too, in whatever pieces it comes, in Japanese as in English', async () => {
  await start({ personal: 'redact', restores: true })
  const messages = [user('Write to anna@example.org and 090-1234-5678.')]
  for (const answer of ['Sent to [EMAIL_1], called [PHONE_1]. Bye.', '連絡先は[EMAIL_1]です。電話番号は[PHONE_1]でした。', '[EMAIL_1][PHONE_1][EMAIL_9] [', `Sent to [EMAIL_1]. ${'The garden is green. '.repeat(60)}Called [PHONE_1].`]) {
    for (const size of [1, 2, 3, 7, 100, 2_000]) {
      upstream.answerWith(stream(answer.match(new RegExp(`.{1,${size}}`, 'gsu'))!))
      const { text } = await ask({ messages, stream: true })
      expect(said(text)).toBe(answer.replace('[EMAIL_1]', 'anna@example.org').replace('[PHONE_1]', '090-1234-5678'))
    }
  }
})

test('kinds that are called alike are numbered together', async () => {
  await start({})
  const placeholders = new Placeholders(true, [])
  const text = 'Call 090-1234-5678 or +1 415 555 2671; 田中様 knows my passport number 533380006, Mr. Smith his TK1234567 (passport TK1234567).'
  const hidden = placeholders.hide(text, () => true)
  expect(hidden).toBe('Call [PHONE_1] or [PHONE_2]; [NAME_1]様 knows my passport number [PASSPORT_1], Mr. [NAME_2] his TK1234567 (passport [PASSPORT_2]).')
  expect(placeholders.restore(hidden, { isJson: false })).toBe(text)
})

test('later turns name the same alike, and what was put back goes out again', async () => {
  await start({ personal: 'redact', restores: true })
  upstream.answerWith(json({ choices: [] }))
  const call = { id: 'c', type: 'function', function: { name: 'look_up', arguments: '{"who":"anna@example.org"}' } }
  await ask({ messages: [user('I am anna@example.org.'), { role: 'assistant', content: 'Hello anna@example.org.', tool_calls: [call] }, { role: 'tool', content: 'anna@example.org owes bert@example.org' }] })
  expect(upstream.asked[0]!.body).not.toContain('example.org')
  expect(JSON.parse(upstream.asked[0]!.body)).toMatchObject({
    messages: [{ content: 'I am [EMAIL_1].' }, { content: 'Hello [EMAIL_1].', tool_calls: [{ function: { arguments: '{"who":"[EMAIL_1]"}' } }] }, { content: '[EMAIL_1] owes [EMAIL_2]' }],
  })
})

test('a tool of one\'s own is given the values, one that acts outside is not', async () => {
  await start({ personal: 'redact', restores: true })
  const calls = ['look_up', 'send_mail'].map((name, index) => ({ index, id: name, type: 'function', function: { name, arguments: '{"to":"[EMAIL_1]"}' } }))
  upstream.answerWith(json({ choices: [{ message: { role: 'assistant', content: null, tool_calls: calls } }] }))
  const whole = JSON.parse((await ask({ messages: [user('Mail anna@example.org.')] })).text) as { choices: [{ message: { tool_calls: { function: { arguments: string } }[] } }] }
  expect(whole.choices[0].message.tool_calls.map(each => each.function.arguments)).toEqual(['{"to":"anna@example.org"}', '{"to":"[EMAIL_1]"}'])
  upstream.answerWith((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`${calls.map(each => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [each] } }] })}\n\n`).join('')}data: [DONE]\n\n`)
  })
  const { text } = await ask({ messages: [user('Mail anna@example.org.')], stream: true })
  expect([text.match(/anna@example\.org/g)?.length, text.match(/\[EMAIL_1\]/g)?.length]).toEqual([1, 1])
})

test('a private key goes out whole, and what is disguised stops the request', async () => {
  await start({})
  upstream.answerWith(json({ choices: [] }))
  await ask({ messages: [user(`What is this?\n${PRIVATE_KEY}\nThanks.`)] })
  expect(JSON.parse(upstream.asked[0]!.body)).toMatchObject({ messages: [{ content: 'What is this?\n[private-key]\nThanks.' }] })
  const disguised = await ask({ messages: [user(`Decode ${Buffer.from(`the token is ${TOKEN} ok`).toString('base64')} please`)] })
  expect(disguised).toMatchObject({ status: 403, text: expect.stringContaining('disguised and cannot be taken out') })
  expect(upstream.asked).toHaveLength(1)
})

test('hiding and putting back comes to the same text, whatever stands in it', async () => {
  await start({})
  const piece = fc.oneof(fc.string(), fc.constantFrom('anna@example.org', 'bert@example.org', TOKEN, PRIVATE_KEY, '[EMAIL_1]', '[GITHUB_TOKEN_1]', ' ', '4111 1111 1111 1111'))
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
    const text = pieces.join(' ')
    const placeholders = new Placeholders(true, [text])
    expect(placeholders.restore(placeholders.hide(text, () => true), { isJson: false })).toBe(text)
  }), { numRuns: byDepth(100, 2_000, 100_000) })
})

test('a stream of pieces of any length, and of whole pages, says the same as the answer at once', () => {
  const placeholders = new Placeholders(true, [])
  placeholders.hide('anna@example.org 090-1234-5678', () => true)
  const word = fc.oneof({ weight: 6, arbitrary: fc.stringMatching(/^[a-z]{1,9}$/) }, { weight: 2, arbitrary: fc.constantFrom('[EMAIL_1]', '[PHONE_1]', '[EMAIL_2]', '[', ']', '庭の花。') })
  const context = { system: [], canaries: [], isKnownHost: () => true }
  fc.assert(fc.property(fc.array(word, { maxLength: 300, size: 'max' }), fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 300, max: 900 })), { minLength: 1, maxLength: 9 }), (words, sizes) => {
    const text = words.join(' ')
    const answer = new AnswerStream(OPENAI_CHAT, { answer: context, call: context }, { actionOf: () => 'allow', placeholders })
    const reader = new EventReader()
    let passed = ''
    for (let at = 0, n = 0; at < text.length; n++) {
      const content = text.slice(at, at += sizes[n % sizes.length]!)
      for (const event of reader.push(Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`))) passed += atOnce(answer.push(event)).text
    }
    expect(said(passed + atOnce(answer.end()).text)).toBe(placeholders.restore(text, { isJson: false }))
  }), { numRuns: byDepth(15, 200, 5_000) })
})
