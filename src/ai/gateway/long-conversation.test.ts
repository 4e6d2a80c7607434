import { expect, test } from 'vitest'
import { answeredWith, gatewayBetween } from './testing/gateway-between.ts'

/** Ordinary texts that an agent of a programmer reads, writes and is asked. */
const FILES = [
  `import { readFile } from 'node:fs/promises'

/** The lines of a file that are not empty. */
export async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8')
  return text.split(/\\r?\\n/).filter(line => line.trim() !== '')
}
`,
  `def mean(values: list[float]) -> float:
    """The mean; 0 of an empty list."""
    if not values:
        return 0.0
    return sum(values) / len(values)


if __name__ == "__main__":
    print(f"{mean([1.5, 2.5]):.2f}")
`,
  'SELECT name, count(*) AS orders FROM orders JOIN customers USING (customer_id) WHERE ordered_at >= \'2026-01-01\' GROUP BY name ORDER BY orders DESC LIMIT 20;\n',
  '# 在庫の数え方\n\n1. 倉庫ごとに数える。\n2. 合計を `stock.csv` に書く。\n\n| 倉庫 | 数 |\n|---|---|\n| 神戸 | 12 |\n| 大阪 | 7 |\n',
  'FAIL  src/lines.test.ts > the lines of a file\nAssertionError: expected [ \'a\', \'\' ] to deeply equal [ \'a\' ]\n    at src/lines.test.ts:12:18\n\n Tests  1 failed | 41 passed (42)\n',
]
const ASKED = ['Please read the file and tell me what it does.', 'The test fails on my machine: `expected 3 to be 4`. Why?', 'テストが落ちる理由を調べて、直してください。', 'Now write a test for it, and run it.', 'Rename the function, please, and leave the rest as it is.']
const SAID = ['I read the file first.', 'The loop ends one step too early; I change `<` to `<=`.', '原因は境界の扱いです。修正します。', 'Done: all tests pass.', 'Here is the change:\n\n```diff\n-  if (a < b) return\n+  if (a <= b) return\n```\n']
const TURNS = 30

const turns = Array.from({ length: TURNS }, (_, n) => ({
  id: `call_${n}`, asked: `${ASKED[n % ASKED.length]!} (step ${n})`, said: SAID[n % SAID.length]!, file: FILES[n % FILES.length]!, listed: { path: `src/part${n}`, files: [{ name: 'a.ts', size: 1_234 + n, mode: '0644' }, { name: 'b.json', size: 99, mode: '0644' }] },
}))
const given = (n: number) => JSON.stringify({ path: `src/part${n}`, depth: 2 })
const listing = (value: unknown) => JSON.stringify(value, null, 2)
const SYSTEM = 'You are a careful programmer. You answer in the language in which you are asked, and change no more than you must.'
const TOOLS = { type: 'object', properties: { path: { type: 'string', description: 'The path of the file.' }, depth: { type: 'integer', maximum: 5 } }, required: ['path'] }

const CONVERSATIONS = {
  '/v1/chat/completions': {
    model: 'm', temperature: 0.2, max_tokens: 2_000, tools: [{ type: 'function', function: { name: 'read', description: 'Reads a file.', parameters: TOOLS } }],
    messages: [{ role: 'system', content: SYSTEM }, ...turns.flatMap(({ id, asked, said, file, listed }, n) => [
      { role: 'user', content: asked }, { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name: 'read', arguments: given(n) } }] },
      { role: 'tool', tool_call_id: id, content: n % 3 === 0 ? listing(listed) : file }, { role: 'assistant', content: said },
    ])],
  },
  '/v1/messages': {
    model: 'm', max_tokens: 2_000, system: [{ type: 'text', text: SYSTEM, cache_control: { type: 'ephemeral' } }], tools: [{ name: 'read', description: 'Reads a file.', input_schema: TOOLS }],
    messages: turns.flatMap(({ id, asked, said, file, listed }, n) => [
      { role: 'user', content: asked }, { role: 'assistant', content: [{ type: 'text', text: said }, { type: 'tool_use', id, name: 'read', input: { path: `src/part${n}` } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: [{ type: 'text', text: n % 3 === 0 ? listing(listed) : file }] }] }, { role: 'assistant', content: said },
    ]),
  },
  '/v1/responses': {
    model: 'm', max_output_tokens: 2_000, instructions: SYSTEM, tools: [{ type: 'function', name: 'read', description: 'Reads a file.', parameters: TOOLS }],
    input: turns.flatMap(({ id, asked, said, file, listed }, n) => [
      { role: 'user', content: [{ type: 'input_text', text: asked }] }, { type: 'function_call', call_id: id, name: 'read', arguments: given(n) }, { type: 'function_call_output', call_id: id, output: n % 3 === 0 ? listing(listed) : file },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: said }] },
    ]),
  },
} as const

test.each(Object.entries(CONVERSATIONS))('a conversation of thirty turns with files and lists passes byte for byte at %s', async (path, asking) => {
  await using between = await gatewayBetween()
  between.upstream.answerWith(answeredWith({ choices: [], content: [], output: [] }))
  const body = JSON.stringify(asking, null, 1)
  expect(await between.ask(path, body)).toMatchObject({ status: 200 })
  expect(between.upstream.asked[0]!.body === body).toBe(true)
})

const CODE = `${FILES.join('\n')}${FILES.join('\n')}`.match(/[^]{1,9}/g)!
const ARGUMENTS = JSON.stringify({ path: 'src/lines.ts', content: FILES[0] }).match(/[^]{1,9}/g)!
const chunk = (delta: object, reason: string | null = null) => ({ id: 'c1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm', system_fingerprint: 'fp_1', choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }] })
const block = (index: number, type: string, delta: object) => ({ type: 'content_block_delta', index, delta: { type, ...delta } })
const written = (events: readonly object[], named: boolean) => events.map(event => `${named && 'type' in event ? `event: ${String(event.type)}\n` : ''}data: ${JSON.stringify(event)}\n\n`).join('')

const STREAMS: Readonly<Record<keyof typeof CONVERSATIONS, string>> = {
  '/v1/chat/completions': `: processing\n\n${written([
    chunk({ role: 'assistant', content: '' }), ...CODE.map(text => chunk({ reasoning_content: text })), ...CODE.map(content => chunk({ content })), chunk({ tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: 'write', arguments: '' } }] }),
    ...ARGUMENTS.map(text => chunk({ tool_calls: [{ index: 0, function: { arguments: text } }] })), chunk({}, 'tool_calls'), { id: 'c1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm', choices: [], usage: { prompt_tokens: 9, completion_tokens: 900, total_tokens: 909 } },
  ], false)}data: [DONE]\n\n`,
  '/v1/messages': written([
    { type: 'message_start', message: { id: 'm1', type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 9, output_tokens: 1 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } }, { type: 'ping' }, ...CODE.map(thinking => block(0, 'thinking_delta', { thinking })), block(0, 'signature_delta', { signature: 'EqQBCgIYAhIM' }), { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } }, ...CODE.map(text => block(1, 'text_delta', { text })), { type: 'content_block_stop', index: 1 },
    { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 't', name: 'write', input: {} } }, ...ARGUMENTS.map(json => block(2, 'input_json_delta', { partial_json: json })), { type: 'content_block_stop', index: 2 },
    { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 900 } }, { type: 'message_stop' },
  ], true),
  '/v1/responses': written([
    { type: 'response.created', response: { id: 'r1', object: 'response', status: 'in_progress', instructions: SYSTEM, output: [] } },
    { type: 'response.output_item.added', output_index: 0, item: { id: 'i', type: 'message', role: 'assistant', status: 'in_progress', content: [] } }, { type: 'response.content_part.added', item_id: 'i', output_index: 0, content_index: 0, part: { type: 'output_text', text: '', annotations: [] } },
    ...CODE.map(delta => ({ type: 'response.output_text.delta', item_id: 'i', output_index: 0, content_index: 0, delta })), { type: 'response.output_text.done', item_id: 'i', output_index: 0, content_index: 0, text: CODE.join('') },
    { type: 'response.output_item.added', output_index: 1, item: { id: 'f', type: 'function_call', name: 'write', call_id: 'c', arguments: '' } }, ...ARGUMENTS.map(delta => ({ type: 'response.function_call_arguments.delta', item_id: 'f', output_index: 1, delta })),
    { type: 'response.function_call_arguments.done', item_id: 'f', output_index: 1, arguments: ARGUMENTS.join('') }, { type: 'response.completed', response: { id: 'r1', object: 'response', status: 'completed', instructions: SYSTEM, output: [], usage: { total_tokens: 909 } } },
  ].map((event, index) => ({ ...event, sequence_number: index })), true),
}

test.each(Object.entries(CONVERSATIONS))('thoughts, code and a call come byte for byte as a stream of %s, in the pieces of the network', async (path, asking) => {
  await using between = await gatewayBetween()
  const bytes = Buffer.from(STREAMS[path as keyof typeof STREAMS])
  between.upstream.answerWith(async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let at = 0; at < bytes.length; at += 4_096) {
      response.write(bytes.subarray(at, at + 4_096))
      await new Promise(resolve => setImmediate(resolve))
    }
    response.end()
  })
  const { text } = await between.ask(path, { ...asking, stream: true })
  expect(text === bytes.toString()).toBe(true)
  expect(between.records.at(-1)).toMatchObject({ event: 'answer', outcome: 'passed', tools: ['write'] })
})
