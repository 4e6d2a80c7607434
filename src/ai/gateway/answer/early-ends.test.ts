import { expect, test } from 'vitest'
import { BUILT_IN_POLICIES } from '../policy/policy.ts'
import { gatewayBetween, streamedWith } from '../testing/gateway-between.ts'

const CANARY = 'zebra-4711'
const TOKEN = `ghp_${'aB3'.repeat(12)}`
const LIMITED = { policy: { ...BUILT_IN_POLICIES.default, answerTokens: { unnamed: 20, most: 1_000 } } }
const WORDS = Array.from({ length: 60 }, (_, n) => `garden${n} `)

const choice = (index: number, delta: object, reason: string | null = null) => ({ id: 'c1', object: 'chat.completion.chunk', created: 7, model: 'm', choices: [{ index, delta, finish_reason: reason }] })
const block = (index: number, text: string) => ({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } })
const CHAT = { path: '/v1/chat/completions', asking: { n: 2, messages: [{ role: 'user', content: 'hello' }] } }

async function endOf(over: Parameters<typeof gatewayBetween>[0], path: string, asking: object, events: readonly object[]): Promise<{ readonly data: readonly Record<string, unknown>[]; readonly text: string }> {
  await using between = await gatewayBetween(over)
  between.upstream.answerWith(streamedWith(events))
  const { text } = await between.ask(path, { model: 'm', stream: true, ...asking })
  return { text, data: text.split('\n\n').flatMap(event => { const [, data] = /^data: (\{.*)$/m.exec(event) ?? []; return data === undefined ? [] : [JSON.parse(data) as Record<string, unknown>] }) }
}

test('every answer of a chat that has several is ended, under its name, but for those that have ended', async () => {
  const events = [choice(0, { content: 'It is four.' }), choice(0, {}, 'stop'), ...WORDS.flatMap(content => [1, 2].map(index => choice(index, { content })))]
  const cut = await endOf(LIMITED, CHAT.path, CHAT.asking, events)
  expect(cut.data.at(-1)).toEqual({ id: 'c1', object: 'chat.completion.chunk', created: 7, model: 'm', choices: [1, 2].map(index => ({ index, delta: {}, finish_reason: 'length' })) })
  const withheld = await endOf({ canaries: [CANARY] }, CHAT.path, CHAT.asking, [...events, choice(1, { content: ` ${CANARY} ` }), choice(1, {}, 'stop')])
  expect(withheld.data.at(-1)).toMatchObject({ id: 'c1', choices: [1, 2].map(index => ({ index, delta: { refusal: expect.stringContaining('noroshi: ') }, finish_reason: 'content_filter' })) })
  expect(withheld.text).toMatch(/data: \[DONE\]\n\n$/)
})

test('a block of a message is closed once where it is cut, whatever came last, and what it cost is no nothing', async () => {
  const begun = [{ type: 'message_start', message: { id: 'm1', content: [], usage: { input_tokens: 3, output_tokens: 1 } } }, { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }]
  const { data } = await endOf(LIMITED, '/v1/messages', { messages: [{ role: 'user', content: 'hello' }] }, [...begun, block(0, 'Well: '), { type: 'ping' }, block(0, WORDS.join(''))])
  expect(data.slice(-3)).toEqual([{ type: 'content_block_stop', index: 0 }, { type: 'message_delta', delta: { stop_reason: 'max_tokens', stop_sequence: null }, usage: { output_tokens: 121 } }, { type: 'message_stop' }])
  const closed = await endOf(LIMITED, '/v1/messages', { messages: [{ role: 'user', content: 'hello' }] }, [...begun, block(0, 'Well.'), { type: 'content_block_stop', index: 0 }, block(1, WORDS.join(''))])
  expect(closed.data.filter(({ type }) => type === 'content_block_stop')).toHaveLength(1)
})

test('a response that ends before its time ends under its name, in its order', async () => {
  const item = { id: 'i', type: 'message', role: 'assistant' }
  const begun = [{ type: 'response.created', sequence_number: 0, response: { id: 'resp_1', object: 'response', created_at: 7, model: 'm', status: 'in_progress', output: [] } }, { type: 'response.output_item.added', sequence_number: 1, output_index: 0, item: { ...item, content: [] } }]
  const delta = (sequence: number, text: string) => ({ type: 'response.output_text.delta', sequence_number: sequence, item_id: 'i', output_index: 0, content_index: 0, delta: text })
  const cut = await endOf(LIMITED, '/v1/responses', { input: 'hello' }, [...begun, delta(2, `Well, ${TOKEN}: `), delta(3, WORDS.join(''))])
  expect(cut.data.at(-1)).toMatchObject({ type: 'response.incomplete', sequence_number: 3, response: {
    id: 'resp_1', created_at: 7, model: 'm', status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [{ ...item, status: 'incomplete', content: [{ type: 'output_text', text: 'Well, [github-token]: ' }] }],
  } })
  const withheld = await endOf({ canaries: [CANARY] }, '/v1/responses', { input: 'hello' }, [...begun, ...WORDS.map((word, n) => delta(n + 2, word)), delta(70, `${CANARY} `), ...WORDS.map((word, n) => delta(n + 71, word))])
  expect(withheld.data.at(-1)).toMatchObject({ type: 'response.failed', response: { id: 'resp_1', status: 'failed', error: { message: expect.stringContaining('noroshi: ') } } })
  const numbers = withheld.data.map(({ sequence_number: number }) => number)
  expect(numbers).toEqual(numbers.map((_, index) => index))
})

test('words before a call that is withheld are passed on', async () => {
  const tools = { untrusted: ['web'], private: ['files'], outside: ['send_mail'], third: 'block' } as const
  const asking = { messages: [...CHAT.asking.messages, { role: 'assistant', tool_calls: ['web', 'files'].map(name => ({ id: name, type: 'function', function: { name, arguments: '{}' } })) }] }
  const { data, text } = await endOf({ tools }, CHAT.path, asking, [choice(0, { content: 'I write to them.' }), choice(0, { tool_calls: [{ index: 0, id: 't', function: { name: 'send_mail', arguments: '{}' } }] }), choice(0, {}, 'tool_calls')])
  expect([data[0], text.includes('send_mail"')]).toEqual([choice(0, { content: 'I write to them.' }), false])
  expect(data.at(-1)).toMatchObject({ id: 'c1', choices: [{ index: 0, finish_reason: 'content_filter' }] })
})
