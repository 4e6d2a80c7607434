import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { atOnce } from '../../../platform/steps.ts'
import { AnswerStream } from './answer-stream.ts'
import { OPENAI_CHAT } from '../protocol/openai-chat.ts'
import type { Json } from '../protocol/protocol.ts'
import { Placeholders } from '../placeholder/placeholders.ts'
import { EventReader } from './sse.ts'
import { askStream } from '../testing/ask-stream.ts'
import { gatewayBetween, streamedWith } from '../testing/gateway-between.ts'

const TOKEN = `ghp_${'aB3'.repeat(12)}`
const SENTENCE = 'The roses are watered on Monday, and the lilies of the pond on Friday.'
const words = (text: string): readonly string[] => text.match(/\S+\s*/g) ?? []
const written = (event: object | string): string => (typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`)

const choice = (delta: object, reason: string | null = null) => ({ choices: [{ index: 0, delta, finish_reason: reason }] })
const piece = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta })

interface Streamed {
  readonly path: string
  readonly asking: object
  /** What comes before anything waits, and what of it has to be there by then. */
  readonly first: readonly (object | string)[]
  readonly there: string
}

const CHAT = { path: '/v1/chat/completions', asking: { messages: [{ role: 'user', content: 'hello' }] } }
const MESSAGES = { path: '/v1/messages', asking: { max_tokens: 500, messages: [{ role: 'user', content: 'hello' }] } }
const RESPONSES = { path: '/v1/responses', asking: { input: 'hello' } }

const STREAMS: Readonly<Record<string, Streamed>> = {
  'an answer behind thoughts': { ...CHAT, first: [...words(SENTENCE).map(reasoning => choice({ reasoning_content: reasoning })), ...words(`Well. ${SENTENCE} ${SENTENCE}`).map(content => choice({ content }))], there: 'Well.' },
  'the end of a chat': { ...CHAT, first: [choice({ content: 'It is four.' }), choice({}, 'stop')], there: 'four' },
  'the second answer of a chat that has two': { ...CHAT, first: [{ choices: [{ index: 1, delta: { content: 'It is five.' }, finish_reason: 'stop' }] }, { choices: [{ index: 0, delta: { content: 'It is' } }] }], there: 'five' },
  'a call behind words of a message': {
    ...MESSAGES, there: '"name":"write"',
    first: [
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }, piece(0, { type: 'text_delta', text: 'I write it down.' }), { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'tool_use', id: 't', name: 'write', input: {} } }, piece(1, { type: 'input_json_delta', partial_json: '{"text":"' }),
    ],
  },
  'what was found for a message': {
    ...MESSAGES, there: 'Gardens of Kobe',
    first: [{ type: 'content_block_start', index: 0, content_block: { type: 'web_search_tool_result', tool_use_id: 't', content: [{ type: 'web_search_result', title: 'Gardens of Kobe', url: 'https://example.com/' }] } }, { type: 'content_block_stop', index: 0 }],
  },
  'words behind thoughts of a response': {
    ...RESPONSES, there: '"part":{"type":"output_text"',
    first: [
      { type: 'response.output_item.added', output_index: 0, item: { id: 'r', type: 'reasoning', summary: [] } }, { type: 'response.reasoning_summary_text.delta', item_id: 'r', output_index: 0, summary_index: 0, delta: 'I think.' },
      { type: 'response.reasoning_summary_text.done', item_id: 'r', output_index: 0, summary_index: 0, text: 'I think.' }, { type: 'response.output_item.done', output_index: 0, item: { id: 'r', type: 'reasoning', summary: [{ type: 'summary_text', text: 'I think.' }] } },
      { type: 'response.content_part.added', item_id: 'm', output_index: 1, content_index: 0, part: { type: 'output_text', text: '' } }, { type: 'response.output_text.delta', item_id: 'm', output_index: 1, content_index: 0, delta: 'It is' },
    ],
  },
  'what cites, and what is called, in a response': {
    ...RESPONSES, there: '"type":"response.in_progress"',
    first: [
      { type: 'response.output_text.annotation.added', item_id: 'm', output_index: 0, content_index: 0, annotation_index: 0, annotation: { type: 'url_citation', url: 'https://example.com/', title: 'Gardens of Kobe' } },
      { type: 'response.output_item.added', output_index: 1, item: { id: 'f', type: 'function_call', name: 'get', call_id: 'c', arguments: '' } }, { type: 'response.function_call_arguments.delta', item_id: 'f', output_index: 1, delta: '{"garden":1}' },
      { type: 'response.function_call_arguments.done', item_id: 'f', output_index: 1, arguments: '{"garden":1}' }, { type: 'response.output_item.done', output_index: 1, item: { id: 'f', type: 'function_call', name: 'get', call_id: 'c', arguments: '{"garden":1}' } },
      { type: 'response.in_progress', response: { id: 'r', output: [] } },
    ],
  },
  'a comment behind half a sentence': { ...CHAT, first: [choice({ content: 'It is' }), ': still there\n\n'], there: ': still there' },
  'a ping behind half a sentence': { ...MESSAGES, first: [piece(0, { type: 'text_delta', text: 'It is' }), 'event: ping\ndata: {"type": "ping"}\n\n'], there: 'ping' },
}

test.each(Object.entries(STREAMS))('%s is there before more comes', async (_, { path, asking, first, there }) => {
  await using between = await gatewayBetween()
  const rest = Promise.withResolvers<void>()
  between.upstream.answerWith(async (_asked, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(first.map(written).join(''))
    await rest.promise
    response.end('data: [DONE]\n\n')
  })
  const stream = await askStream(between, path, asking)
  expect(await stream.until(there)).toBe(true)
  rest.resolve()
  expect(await stream.until('[DONE]')).toBe(true)
  const inOrder = (events: readonly string[]) => events.filter(event => !/^:|ping/.test(event))
  expect(inOrder(stream.text.split('\n\n'))).toEqual(inOrder([...first.map(written).join('').split('\n\n').slice(0, -1), 'data: [DONE]', '']))
})

test('two answers that come side by side are held each for itself, so that no key slips through between them', async () => {
  await using between = await gatewayBetween()
  const pieces = words(`It is here: ${TOKEN} and there it stays. ${SENTENCE}`).flatMap(word => word.match(/.{1,7}/g) ?? [])
  between.upstream.answerWith(streamedWith(pieces.flatMap(content => [0, 1].map(index => ({ choices: [{ index, delta: { content } }] })))))
  const { text } = await between.ask(CHAT.path, { model: 'm', stream: true, ...CHAT.asking })
  const said = (wanted: number) => text.split('\n\n').flatMap(event => (event.startsWith('data: {') ? (JSON.parse(event.slice(6)) as { choices: { index: number; delta: { content: string } }[] }).choices : []))
    .filter(({ index }) => index === wanted).map(({ delta }) => delta.content).join('')
  expect([said(0), said(1)]).toEqual(Array(2).fill(pieces.join('').replace(TOKEN, '[github-token]')))
})

test('of what comes in whatever order and pieces, each text says the same as when it comes alone, and nothing is lost', () => {
  const said = fc.array(fc.tuple(fc.constantFrom('content', 'reasoning_content'), fc.integer({ min: 0, max: 1 }), fc.stringMatching(/^[a-z]{1,9} $/), fc.boolean()), { maxLength: 60 })
  fc.assert(fc.property(said, pieces => {
    const stream = new AnswerStream(OPENAI_CHAT, CONTEXTS, { actionOf: () => 'redact', placeholders: new Placeholders(false, []) })
    const sent = pieces.map(([member, index, text, isEnd]) => ({ choices: [{ index, delta: { [member]: text }, finish_reason: isEnd ? 'stop' : null }] }))
    const read = new EventReader().push(Buffer.from(sent.map(written).join('')))
    const passed = [...read.map(event => atOnce(stream.push(event)).text), atOnce(stream.end()).text].join('')
    expect(passed).toBe(sent.map(written).join(''))
  }), { numRuns: byDepth(100, 500, 5_000) })
})

test('no key gets through in pieces with thoughts between them', async () => {
  await using between = await gatewayBetween()
  const pieces = TOKEN.match(/.{8}/g)!
  between.upstream.answerWith(streamedWith([...pieces.flatMap(content => [choice({ content }), ...words(SENTENCE).map(reasoning => choice({ reasoning_content: reasoning }))]), choice({}, 'stop')]))
  const { text } = await between.ask(CHAT.path, { model: 'm', stream: true, ...CHAT.asking })
  expect(pieces.map(content => text.includes(content))).toEqual(pieces.map((_, index) => index === 0))
})

test('a key that comes whole in one text is put out, whatever other texts of the message have ended before', async () => {
  await using between = await gatewayBetween()
  const events: Json[] = [...words(SENTENCE).map(reasoning => choice({ reasoning_content: reasoning })), ...words(`${SENTENCE} ${TOKEN} ${SENTENCE}`).map(content => choice({ content })), choice({ reasoning_content: ` And ${TOKEN} ` }), choice({}, 'stop')]
  between.upstream.answerWith(streamedWith(events))
  const { text } = await between.ask(CHAT.path, { model: 'm', stream: true, ...CHAT.asking })
  expect([text.includes(TOKEN), text.match(/\[github-token\]/g)?.length]).toEqual([false, 2])
})

const CONTEXTS = { answer: { system: [], canaries: [], isKnownHost: () => true }, call: { system: [], canaries: [], isKnownHost: () => true } }
