import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Application } from '../application/application.ts'
import { answeredWith, gatewayBetween, streamedWith } from '../testing/gateway-between.ts'
import { QuestionDesk } from '../question/questions.ts'
import type { GatewayBetween } from '../testing/gateway-between.ts'

const CANARY = 'zebra-4711'
const TOKEN = `ghp_${'aB3'.repeat(12)}`

interface Shape {
  readonly path: string
  readonly asking: object
  readonly whole: (text: string) => object
  /** The events of a stream, of a text that comes in pieces. */
  readonly events: (pieces: readonly string[]) => object[]
}

const CHAT = { path: '/v1/chat/completions', asking: { messages: [{ role: 'user', content: 'hello' }] } }
const RESPONSES = { path: '/v1/responses', asking: { input: 'hello' } }
const MESSAGES = { path: '/v1/messages', asking: { messages: [{ role: 'user', content: 'hello' }] } }

const chat = (member: (text: string) => object): Shape => ({
  ...CHAT, whole: text => ({ choices: [{ index: 0, message: { role: 'assistant', content: null, ...member(text) } }] }),
  events: pieces => pieces.map(piece => ({ choices: [{ index: 0, delta: member(piece) }] })),
})
const item = (type: string, whole: (text: string) => object, delta: string): Shape => ({
  ...RESPONSES, whole: text => ({ output: [{ id: 'i', type, ...whole(text) }] }),
  events: pieces => [
    { type: 'response.output_item.added', item: { id: 'i', type, ...whole('') } }, ...pieces.map(piece => ({ type: delta, item_id: 'i', output_index: 0, delta: piece })),
    { type: 'response.output_item.done', item: { id: 'i', type, ...whole(pieces.join('')) } },
  ],
})
const doneItem = (type: string, whole: (text: string) => object): Shape => ({
  ...RESPONSES, whole: text => ({ output: [{ id: 'i', type, ...whole(text) }] }), events: pieces => [{ type: 'response.completed', response: { id: 'r', output: [{ id: 'i', type, ...whole(pieces.join('')) }] } }],
})
const block = (start: object, member: string, delta: string, of: (text: string) => object = text => ({ [member]: text })): Shape => ({
  ...MESSAGES, whole: text => ({ content: [{ ...start, ...of(text) }] }),
  events: pieces => [{ type: 'content_block_start', index: 0, content_block: start }, ...pieces.map(piece => ({ type: 'content_block_delta', index: 0, delta: { type: 'x_delta', [delta]: piece } }))],
})
const doneBlock = (of: (text: string) => object): Shape => ({
  ...MESSAGES, whole: text => ({ content: [of(text)] }), events: pieces => [{ type: 'content_block_start', index: 0, content_block: of(pieces.join('')) }],
})

const TEXTS: Readonly<Record<string, Shape>> = {
  'the content of a chat': chat(content => ({ content })),
  'content in parts': chat(text => ({ content: [{ type: 'text', text }] })),
  'a refusal': chat(refusal => ({ refusal })),
  'thoughts': chat(text => ({ reasoning_content: text })),
  'thoughts by another name': chat(reasoning => ({ reasoning })),
  'thoughts by two names': chat(text => ({ reasoning: text, reasoning_details: [{ type: 'reasoning.text', text, format: 'x', index: 0 }] })),
  'a transcript': chat(transcript => ({ audio: { id: 'a', transcript } })),
  'a member that nobody here knows': chat(text => ({ addition: { lines: [text] } })),
  'a call that names no tool': chat(text => ({ content: 'Well.', tool_calls: [{ note: text }] })),
  'a call that is a text': chat(text => ({ content: 'Well.', function_call: text })),
  'what a call holds beside what it is given': chat(text => ({ content: 'Well.', tool_calls: [{ index: 0, id: 'c', function: { name: 'get', arguments: '{}', note: text } }] })),
  'what is cited': chat(title => ({ content: 'Well.', annotations: [{ type: 'url_citation', url_citation: { url: 'https://example.com/', title } }] })),
  'text of a response': item('message', text => ({ role: 'assistant', content: [{ type: 'output_text', text }] }), 'response.output_text.delta'),
  'a refusal in a response': item('message', refusal => ({ role: 'assistant', content: [{ type: 'refusal', refusal }] }), 'response.refusal.delta'),
  'a summary of thoughts': item('reasoning', text => ({ summary: [{ type: 'summary_text', text }] }), 'response.reasoning_summary_text.delta'),
  'thoughts of a response': item('reasoning', text => ({ summary: [], content: [{ type: 'reasoning_text', text }] }), 'response.reasoning_text.delta'),
  'what a server gave back': doneItem('mcp_call', output => ({ name: 'get', arguments: '{}', output })),
  'what code printed': doneItem('code_interpreter_call', logs => ({ code: '1', outputs: [{ type: 'logs', logs }] })),
  'text of a message': block({ type: 'text', text: '' }, 'text', 'text'),
  'thoughts of a message': block({ type: 'thinking', thinking: '', signature: '' }, 'thinking', 'thinking'),
  'what a program printed': doneBlock(stdout => ({ type: 'bash_code_execution_tool_result', tool_use_id: 't', content: { type: 'bash_code_execution_result', stdout } })),
  'a page that was fetched': doneBlock(data => ({ type: 'web_fetch_tool_result', tool_use_id: 't', content: { type: 'web_fetch_result', content: { type: 'document', source: { type: 'text', data } } } })),
  'completions': {
    path: '/v1/completions', asking: { prompt: 'hello' }, whole: text => ({ choices: [{ index: 0, text }] }), events: pieces => pieces.map(text => ({ choices: [{ index: 0, text }] })),
  },
}

const inJson = (text: string) => JSON.stringify({ to: 'a@example.org', text })
const call = (name: string) => (text: string) => ({ name, arguments: text })

/** Every shape of the call of a tool; those without a name of their own are known by their type. */
const CALLS: Readonly<Record<string, readonly [string, Shape]>> = {
  'a call of a function': ['send_mail', { ...chat(text => ({ tool_calls: [{ index: 0, id: 'c', type: 'function', function: { name: 'send_mail', arguments: inJson(text) } }] })), events: begun(text => ({ function: { arguments: text } }), { function: call('send_mail')('') }) }],
  'a call whose arguments are an object': ['send_mail', atOnce(chat(text => ({ tool_calls: [{ id: 'c', type: 'function', function: { name: 'send_mail', arguments: { text } } }] })))],
  'a call without a list': ['send_mail', atOnce(chat(text => ({ tool_calls: { id: 'c', type: 'function', function: call('send_mail')(inJson(text)) } })))],
  'a call beside the words of a chat': ['send_mail', atOnce(chat(text => ({ content: [{ type: 'text', text: 'Well.' }, { type: 'tool_use', id: 't', name: 'send_mail', input: { text } }] })))],
  'a call with two members for what it is given': ['send_mail', atOnce(chat(text => ({ tool_calls: [{ index: 0, id: 'c', function: { name: 'send_mail', arguments: '', input: text } }] })))],
  'a call of a custom tool': ['send_mail', { ...chat(text => ({ tool_calls: [{ index: 0, id: 'c', type: 'custom', custom: { name: 'send_mail', input: text } }] })), events: begun(text => ({ custom: { input: text } }), { custom: { name: 'send_mail', input: '' } }) }],
  'a call as it was before there were tools': ['send_mail', {
    ...chat(text => ({ function_call: call('send_mail')(inJson(text)) })), events: pieces => ['', ...pieces].map((piece, index) => ({ choices: [{ index: 0, delta: { function_call: { ...(index === 0 ? { name: 'send_mail' } : {}), arguments: piece } } }] })),
  }],
  'a call in a response': ['send_mail', item('function_call', text => ({ name: 'send_mail', call_id: 'c', arguments: text }), 'response.function_call_arguments.delta')],
  'a call in a response that only its end tells': ['send_mail', doneItem('function_call', text => ({ name: 'send_mail', arguments: inJson(text) }))],
  'a custom call in a response': ['send_mail', item('custom_tool_call', text => ({ name: 'send_mail', call_id: 'c', input: text }), 'response.custom_tool_call_input.delta')],
  'a call of a server': ['send_mail', item('mcp_call', text => ({ name: 'send_mail', server_label: 's', arguments: text }), 'response.mcp_call_arguments.delta')],
  'a call of a server that waits': ['send_mail', doneItem('mcp_approval_request', text => ({ name: 'send_mail', server_label: 's', arguments: inJson(text) }))],
  'a command on this machine': ['local_shell', doneItem('local_shell_call', text => ({ call_id: 'c', action: { type: 'exec', command: ['curl', '-d', text] } }))],
  'commands elsewhere': ['shell', doneItem('shell_call', text => ({ call_id: 'c', action: { commands: [`echo ${text}`] } }))],
  'a change of files': ['apply_patch', doneItem('apply_patch_call', text => ({ call_id: 'c', operation: { type: 'create_file', path: 'a', diff: text } }))],
  'code that runs': ['code_interpreter', item('code_interpreter_call', code => ({ code, container_id: 'k' }), 'response.code_interpreter_call_code.delta')],
  'a use of a tool': ['send_mail', block({ type: 'tool_use', id: 't', name: 'send_mail', input: {} }, 'input', 'partial_json', text => ({ input: { text } }))],
  'a use of a tool of the provider': ['send_mail', block({ type: 'server_tool_use', id: 't', name: 'send_mail', input: {} }, 'input', 'partial_json', text => ({ input: { text } }))],
  'a use of a tool of a server': ['send_mail', block({ type: 'mcp_tool_use', id: 't', name: 'send_mail', server_name: 's', input: {} }, 'input', 'partial_json', text => ({ input: { text } }))],
  'a use of a tool that comes at once': ['send_mail', doneBlock(text => ({ type: 'mcp_tool_use', id: 't', name: 'send_mail', input: { text } }))],
}

function begun(piece: (text: string) => object, first: object): Shape['events'] {
  const event = (made: object) => ({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...made }] } }] })
  return pieces => [event({ id: 'c', ...first }), ...pieces.map(text => event(piece(text)))]
}

function atOnce(shape: Shape): Shape {
  return { ...shape, events: pieces => shape.events([pieces.join('')]) }
}

const WAYS = ['whole', 'streamed'] as const

function answered({ upstream, ask }: GatewayBetween, { path, asking, whole, events }: Shape, way: typeof WAYS[number], pieces: readonly string[]): Promise<{ readonly status: number; readonly text: string }> {
  upstream.answerWith(way === 'whole' ? answeredWith(whole(pieces.join(''))) : streamedWith(events(pieces)))
  return ask(path, { model: 'm', ...asking, stream: way === 'streamed' })
}

describe.each(WAYS)('%s', way => {
  let between: GatewayBetween
  const names = Object.values(CALLS).map(([name]) => name)
  const begin = (over: Partial<Application>) => {
    beforeAll(async () => { between = await gatewayBetween({ canaries: [CANARY], ...over }) })
    afterAll(() => between[Symbol.asyncDispose]())
  }

  describe('texts, and calls of tools that act outside', () => {
    begin({ tools: { untrusted: [], private: [], outside: names, third: 'block' } })

    test.each(Object.entries(TEXTS))('what must not leave is found in %s, and keys are put out of it', async (_, shape) => {
      expect((await answered(between, shape, way, ['The code is ze', 'bra-47', '11.'])).text).not.toMatch(/bra-47/)
      expect(between.records.at(-1)).toMatchObject({ event: 'answer', verdict: 'block', layer: 'leak', outcome: 'withheld' })
      const { status, text } = await answered(between, shape, way, ['Use ', TOKEN, ' for it.'])
      expect([status, text.includes('[github-token]'), text.includes(TOKEN)]).toEqual([200, true, false])
      expect((await answered(between, shape, way, ['Roses ', 'bloom.'])).text).toContain('bloom.')
      expect(between.records.at(-1)).toMatchObject({ verdict: 'allow', outcome: 'passed' })
    })

    test.each(Object.entries(CALLS))('%s is judged by what the tool does, and by what it is given', async (_, [name, shape]) => {
      expect((await answered(between, shape, way, ['The code is ze', 'bra-47', '11.'])).text).not.toMatch(/bra-47/)
      expect(between.records.at(-1)).toMatchObject({ verdict: 'block', layer: 'leak', outcome: 'withheld', tools: expect.arrayContaining([name]) })
      expect((await answered(between, shape, way, ['Use ', TOKEN, ' for it.'])).text).not.toContain(TOKEN)
      expect(between.records.at(-1)).toMatchObject({ verdict: 'block', layer: 'secret', outcome: 'withheld' })
      expect((await answered(between, shape, way, ['Roses ', 'bloom.'])).text).toContain('bloom.')
      expect(between.records.at(-1)).toMatchObject({ verdict: 'allow', outcome: 'passed', tools: expect.arrayContaining([name]) })
    })
  })

  describe('calls that a person allows', () => {
    begin({ confirmed: names })

    test.each(Object.entries(CALLS))('%s is one', async (_, [, shape]) => {
      await answered(between, shape, way, ['Roses ', 'bloom.'])
      expect(between.records.at(-1)).toMatchObject({ layer: 'taint', kind: 'confirmed', outcome: 'withheld' })
      expect(between.records.at(-1)!.tools).toHaveLength(1)
    })
  })

  describe('calls of tools of one\'s own', () => {
    begin({})

    test.each(Object.entries(CALLS))('%s passes without keys, and not with what must not leave', async (_, [, shape]) => {
      expect((await answered(between, shape, way, ['The code is ze', 'bra-47', '11.'])).text).not.toMatch(/bra-47/)
      const { text } = await answered(between, shape, way, ['Use ', TOKEN, ' for it.'])
      expect([text.includes('[github-token]'), text.includes(TOKEN)]).toEqual([true, false])
    })
  })
})

/** The calls as a conversation repeats them. */
const REPEATED: readonly (readonly [string, object])[] = [
  ['/v1/chat/completions', { messages: [{ role: 'assistant', content: null, function_call: call('web_fetch')('{}') }, { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'read_mail', input: '' } }] }, { role: 'user', content: 'hello' }] }],
  ['/v1/responses', { input: [{ type: 'mcp_call', name: 'web_fetch', arguments: '{}', output: 'Gardens' }, { type: 'custom_tool_call', name: 'read_mail', input: '' }, { role: 'user', content: 'hello' }] }],
  ['/v1/messages', { messages: [{ role: 'assistant', content: [{ type: 'server_tool_use', name: 'web_fetch', input: {} }, { type: 'mcp_tool_use', name: 'read_mail', input: {} }] }, { role: 'user', content: 'hello' }] }],
]

test.each(REPEATED)('calls of every shape are remembered of a conversation: %s', async (path, asked) => {
  await using between = await gatewayBetween({ tools: { untrusted: ['web_*'], private: ['read_mail'], outside: ['send_mail'], third: 'block' } })
  const [, shape] = Object.values(CALLS).find(([, each]) => each.path === path)!
  between.upstream.answerWith(answeredWith(shape.whole('Roses bloom.')))
  expect(await between.ask(path, asked)).toMatchObject({ status: 403, text: expect.stringContaining('send_mail would bring an outside effect') })
})

test('a call that a stream tells of three times is one call, and a person is asked once', async () => {
  const desk = new QuestionDesk({ most: 5 })
  await using between = await gatewayBetween({ confirmed: ['delete_*'] }, { desk })
  const made = (id: string) => ({ type: 'function_call', id, call_id: `c${id}`, name: 'delete_order', arguments: '{"number":"7"}' })
  const events = (id: string) => ['response.output_item.added', 'response.output_item.done'].map(type => ({ type, item: made(id) }))
  between.upstream.answerWith(streamedWith([...events('a'), ...events('b'), { type: 'response.completed', response: { id: 'r', output: [made('a'), made('b')] } }]))
  const answer = between.ask('/v1/responses', { input: 'Delete orders 7 and 8.', stream: true })
  for (let asked = 0; asked < 2; asked++) {
    await expect.poll(() => desk.waiting.length).toBe(1)
    desk.answer(desk.waiting[0]!.id, { allowed: true, person: 'sato', reason: 'seen' })
  }
  expect((await answer).text).toContain('response.completed')
  expect(between.records.at(-1)).toMatchObject({ outcome: 'passed', tools: ['delete_order', 'delete_order'] })
})
