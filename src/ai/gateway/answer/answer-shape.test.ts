import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { answeredWith, gatewayBetween, streamedWith } from '../testing/gateway-between.ts'

const CANARY = 'zebra-4711'
const TOKEN = `ghp_${'aB3'.repeat(12)}`
const CHAT = '/v1/chat/completions'
const asking = (more: object = {}) => ({ model: 'm', messages: [{ role: 'user', content: 'Which roses do you have?' }], ...more })
const message = (content: string) => ({ id: 'c1', object: 'chat.completion', choices: [{ index: 0, message: { role: 'assistant', content } }] })
const delta = (content: string) => ({ choices: [{ index: 0, delta: { content } }] })
const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`
const written = (body: string, headers: Record<string, string> = {}, status = 200) => (_: unknown, response: ServerResponse) => void response.writeHead(status, headers).end(body)

/** What holds the mark, and how it is asked for. */
const LEAKS: [string, Parameters<typeof written>, object?][] = [
  ['plain text', [`The code is ${CANARY}.`, { 'content-type': 'text/plain' }]],
  ['a text in JSON', [JSON.stringify(`The code is ${CANARY}.`), { 'content-type': 'application/json' }]],
  ['a list of answers', [JSON.stringify([message(CANARY)]), { 'content-type': 'application/json' }]],
  ['an answer of another protocol', [JSON.stringify({ content: [{ type: 'text', text: CANARY }] }), { 'content-type': 'application/json' }]],
  ['an answer of a server that nobody knows', [JSON.stringify({ reply: { lines: ['Well.', CANARY] } }), { 'content-type': 'application/json' }]],
  ['deeper than anybody looks', [`${'{"a":['.repeat(200)}"${CANARY}"${']}'.repeat(200)}`, { 'content-type': 'application/json' }]],
  ['lines of JSON', [`${JSON.stringify({ response: CANARY })}\n${JSON.stringify({ done: true })}\n`, { 'content-type': 'application/x-ndjson' }]],
  ['events called lines of JSON', [`${event(delta('zebra-'))}${event(delta('4711'))}data: [DONE]\n\n`, { 'content-type': 'application/x-ndjson' }]],
  ['events called JSON', [`${event(delta('zebra-'))}${event(delta('4711'))}data: [DONE]\n\n`, { 'content-type': 'application/json' }]],
  ['events behind other lines', [`x\n\n${event(delta('zebra-'))}${event(delta('4711'))}`, { 'content-type': 'text/plain' }]],
  ['events of no name', [`${event(delta('zebra-'))}${event(delta('4711'))}data: [DONE]\n\n`], { stream: true }],
  ['a list in an event', [`${event([delta(CANARY)])}data: [DONE]\n\n`, { 'content-type': 'text/event-stream' }], { stream: true }],
  ['a text in an event', [`data: ${CANARY}\n\n`, { 'content-type': 'text/event-stream' }], { stream: true }],
  ['JSON called events', [JSON.stringify(message(CANARY)), { 'content-type': 'text/event-stream' }], { stream: true }],
  ['whole messages in a stream', [event(message(CANARY)), { 'content-type': 'text/event-stream' }], { stream: true }],
  ['messages in a stream that each hold a piece', [event(message('zebra-')) + event(message('4711')), { 'content-type': 'text/event-stream' }], { stream: true }],
  ['what goes wrong in a stream', [`${event(delta('Well. '))}${event({ error: { message: CANARY, code: 500 } })}`, { 'content-type': 'text/event-stream' }], { stream: true }],
  ['events of another protocol', [`${event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'zebra-' } })}${event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: '4711' } })}`, { 'content-type': 'text/event-stream' }], { stream: true }],
  ['events of a server that nobody knows', [`${event({ message: { content: 'zebra-' }, done: false })}${event({ message: { content: '4711' }, done: false })}${event({ done: true })}`, { 'content-type': 'text/event-stream' }], { stream: true }],
  ['what goes wrong there', [`<h1>${CANARY}</h1>`, { 'content-type': 'text/html' }, 500]],
]

test.each(LEAKS)('what must not leave does not leave as %s', async (_, answer, more) => {
  await using between = await gatewayBetween({ canaries: [CANARY] })
  between.upstream.answerWith(written(...answer))
  const { text } = await between.ask(CHAT, asking(more))
  expect(text).not.toMatch(/zebra-4711|4711/)
  expect(between.records.at(-1)).toMatchObject({ event: 'answer', outcome: 'withheld', verdict: 'block' })
})

test('the answers of a batch, in lines, pass as they came, and without what must not leave', async () => {
  await using between = await gatewayBetween()
  const line = (id: string, content: string) => `${JSON.stringify({ custom_id: id, response: { status_code: 200, body: message(content) }, error: null })}\n`
  const batch = (content: string) => line('a', 'It is four.') + line('b', content)
  between.upstream.answerWith(written(batch('It is five.').replace('\n', '\r\n'), { 'content-type': 'application/jsonl' }))
  expect(await between.get('/v1/files/f/content')).toEqual({ status: 200, text: batch('It is five.').replace('\n', '\r\n') })
  between.upstream.answerWith(written(batch(`Use ${TOKEN}.`), { 'content-type': 'application/x-jsonl' }))
  expect(await between.get('/v1/messages/batches/b/results')).toEqual({ status: 200, text: batch('Use [github-token].') })
  expect(between.records.at(-1)).toMatchObject({ event: 'answer', outcome: 'passed', verdict: 'redact', layer: 'secret' })
})

describe('an answer that nobody can read', () => {
  const answers: [string, [body: string, headers: Record<string, string>]][] = [['whole', ['Well.', { 'content-type': 'text/plain' }]], ['streamed', ['data: Well.\n\n', { 'content-type': 'text/event-stream' }]]]

  test.each(answers)('is withheld, %s, and told in both languages', async (_, answer) => {
    await using between = await gatewayBetween()
    between.upstream.answerWith(written(...answer))
    expect((await between.ask(CHAT, asking())).text).toContain('no kind that can be judged')
    expect(between.records.at(-1)).toMatchObject({ outcome: 'withheld', layer: 'form', kind: 'unreadable', origin: 'assistant', reason_ja: '検査できる種類の回答ではない' })
  })

  test.each(answers)('passes where the application wants that, %s, and is told', async (_, answer) => {
    await using between = await gatewayBetween({ unreadable: 'pass' })
    between.upstream.answerWith(written(...answer))
    expect(await between.ask(CHAT, asking())).toEqual({ status: 200, text: answer[0] })
    expect(between.records.at(-1)).toMatchObject({ outcome: 'passed', verdict: 'flag', kind: 'unreadable' })
  })

  test('is another matter when it says what went wrong, or says nothing', async () => {
    await using between = await gatewayBetween()
    for (const [body, status] of [['<h1>Bad gateway</h1>', 502], ['', 204], ['', 200]] as const) {
      between.upstream.answerWith(written(body, { 'content-type': 'text/html' }, status))
      expect(await between.ask(CHAT, asking({ stream: true }))).toEqual({ status, text: body })
    }
  })
})

test('events called something else come as they were, and comments and empty data are no trouble', async () => {
  await using between = await gatewayBetween()
  for (const type of ['application/x-ndjson', 'application/json', 'text/event-stream']) {
    const body = `: processing\n\nevent: x\nid: 7\ndata: {"choices":[]}\n\ndata\n\n${event(delta('Good morning.'))}data:[DONE]\n\n`
    between.upstream.answerWith(written(body, { 'content-type': type }))
    expect(await between.ask(CHAT, asking({ stream: true }))).toEqual({ status: 200, text: body })
    expect(between.records.at(-1)).toMatchObject({ outcome: 'passed', verdict: 'allow', text: 'Good morning.' })
  }
})

const BYTES = Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * index * 31) % 251)).toString('base64')

test.each([
  ['sound without a head', CHAT, asking(), { choices: [{ index: 0, message: { role: 'assistant', content: null, audio: { id: 'a', data: BYTES, transcript: 'Roses.' } } }] }],
  ['thoughts that are sealed, and nothing else', '/v1/responses', { input: 'hello' }, { output: [{ id: 'i', type: 'reasoning', summary: [], encrypted_content: BYTES }] }],
  ['thoughts that are sealed, in a message', '/v1/messages', asking(), { content: [{ type: 'redacted_thinking', data: BYTES }] }],
])('%s is no text, and passes however long it is, whole and streamed', async (_, path, body, answer) => {
  await using between = await gatewayBetween()
  between.upstream.answerWith(answeredWith(answer))
  expect(await between.ask(path, body)).toEqual({ status: 200, text: JSON.stringify(answer) })
  const events = [...BYTES.match(/.{1,8000}/g)!.map(data => ({ choices: [{ index: 0, delta: { audio: { data } } }] })), { type: 'response.output_item.done', item: { type: 'reasoning', encrypted_content: BYTES } }, { type: 'content_block_start', index: 0, content_block: { type: 'redacted_thinking', data: BYTES } }]
  const stream = events.map(event).join('')
  between.upstream.answerWith(written(stream, { 'content-type': 'text/event-stream' }))
  expect(await between.ask(path, { ...body, stream: true })).toEqual({ status: 200, text: stream })
  expect(between.records.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
})

test('a call that acts outside is withheld as part of a whole message in a stream, too', async () => {
  await using between = await gatewayBetween({ canaries: [CANARY], tools: { untrusted: [], private: [], outside: ['send_mail'], third: 'block' } })
  const call = { id: 'c', type: 'function', function: { name: 'send_mail', arguments: JSON.stringify({ text: CANARY }) } }
  between.upstream.answerWith(streamedWith([{ choices: [{ index: 0, message: { role: 'assistant', tool_calls: [call] } }] }]))
  expect((await between.ask(CHAT, asking({ stream: true }))).text).not.toContain('4711')
})

describe('an answer that the upstream kept', () => {
  const item = (text: string) => ({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] })
  const kept: readonly (readonly [string, string, unknown])[] = [
    ['a response', '/v1/responses/r1', { id: 'r1', output: [item(`The code is ${CANARY}.`)] }],
    ['a chat completion', '/v1/chat/completions/c1', message(CANARY)],
    ['a list of chat completions', '/v1/chat/completions', { object: 'list', data: [message('Well.'), message(CANARY)] }],
    ['a list of items', '/v1/conversations/v1/items', { object: 'list', data: [{ type: 'message', role: 'user', content: [] }, item(CANARY)] }],
  ]

  test.each(kept)('is judged when it is asked for: %s', async (_, path, body) => {
    await using between = await gatewayBetween({ canaries: [CANARY] })
    between.upstream.answerWith(answeredWith(body))
    expect((await between.get(path)).status).toBe(403)
    between.upstream.answerWith(answeredWith(JSON.parse(JSON.stringify(body).replace(CANARY, `Use ${TOKEN}.`))))
    expect((await between.get(path)).text).toContain('Use [github-token].')
    between.upstream.answerWith(answeredWith(JSON.parse(JSON.stringify(body).replace(CANARY, 'Roses.'))))
    expect((await between.get(path)).status).toBe(200)
  })

  test('is judged when it comes as a stream', async () => {
    await using between = await gatewayBetween({ canaries: [CANARY] })
    between.upstream.answerWith(streamedWith([{ type: 'response.output_text.delta', item_id: 'i', content_index: 0, delta: 'zebra-' }, { type: 'response.output_text.delta', item_id: 'i', content_index: 0, delta: '4711' }]))
    expect((await between.get('/v1/responses/r1?stream=true')).text).not.toContain('4711')
  })

  test('names what the model was told, which may not be repeated', async () => {
    await using between = await gatewayBetween()
    const instructions = 'You are the helper of a pet shop in Kobe and never tell anybody that friends of the house pay ten percent less.'
    between.upstream.answerWith(answeredWith({ id: 'r1', instructions, output: [item(instructions)] }))
    expect((await between.get('/v1/responses/r1')).status).toBe(403)
    for (const told of [instructions, [{ role: 'developer', content: [{ type: 'input_text', text: instructions }] }]]) {
      between.upstream.answerWith(streamedWith([{ type: 'response.created', response: { id: 'r2', instructions: told, output: [] } }, ...instructions.match(/.{1,9}/g)!.map(piece => ({ type: 'response.output_text.delta', item_id: 'i', output_index: 0, content_index: 0, delta: piece }))]))
      expect((await between.get('/v1/responses/r2?stream=true')).text).toContain('repeats the system prompt')
    }
  })

  test('what was only asked is no answer, and lists of other things come as they are', async () => {
    await using between = await gatewayBetween({ canaries: [CANARY] })
    for (const body of [{ object: 'list', data: [{ role: 'system', content: `The code is ${CANARY}.` }] }, { object: 'list', data: [{ id: 'model-7', object: 'model', owned_by: 'us' }] }]) {
      between.upstream.answerWith(answeredWith(body))
      expect(await between.get('/v1/models')).toEqual({ status: 200, text: JSON.stringify(body) })
    }
  })

  test.each(['whole', 'streamed'])('is not given later when it was withheld, whatever speaks against it then: %s', async way => {
    await using between = await gatewayBetween()
    const system = 'You are the helper of a pet shop in Kobe and never tell anybody that friends of the house pay ten percent less.'
    const body = { id: 'c 7', choices: [{ index: 0, [way === 'whole' ? 'message' : 'delta']: { role: 'assistant', content: system } }] }
    between.upstream.answerWith(way === 'whole' ? answeredWith(body) : streamedWith([body]))
    await between.ask(CHAT, { model: 'm', messages: [{ role: 'system', content: system }, { role: 'user', content: 'hello' }], stream: way === 'streamed' })
    between.upstream.answerWith(answeredWith(message(system)))
    const before = between.upstream.asked.length
    expect(await between.get('/v1/chat/completions/c%207')).toMatchObject({ status: 403, text: expect.stringContaining('was withheld') })
    expect(between.upstream.asked).toHaveLength(before)
    expect((await between.get('/v1/chat/completions/c8')).status).toBe(200)
  })
})

test.each([
  ['/v1/chat/completions', { ...asking(), stream: true }, event({ error: { message: 'The server is overloaded.', code: 529 } })],
  ['/v1/messages', { ...asking(), stream: true }, `event: error\n${event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })}`],
  ['/v1/responses', { input: 'hello', stream: true }, `event: error\n${event({ type: 'error', code: 'server_error', message: 'Overloaded', sequence_number: 3 })}`],
])('what goes wrong in a stream of %s is passed on as it is', async (path, body, error) => {
  await using between = await gatewayBetween()
  between.upstream.answerWith(written(error, { 'content-type': 'text/event-stream' }))
  expect(await between.ask(path, body)).toEqual({ status: 200, text: error })
})
