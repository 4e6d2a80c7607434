import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ScriptedUpstream } from '../../gateway/testing/scripted-upstream.ts'
import { scriptedUpstream } from '../../gateway/testing/scripted-upstream.ts'
import { httpTarget } from './http-target.ts'
import { pacedTarget } from './paced-target.ts'
import type { TargetTool, Turn } from './target.ts'

let upstream: ScriptedUpstream
beforeEach(async () => { upstream = await scriptedUpstream() })
afterEach(() => upstream.close())

const TOOLS: readonly TargetTool[] = [{ name: 'read_order', description: 'reads an order', parameter: 'number' }]
const TURNS: readonly Turn[] = [
  { role: 'user', text: 'Where is it?' }, { role: 'assistant', text: '', calls: [{ name: 'read_order', arguments: '{"number":"1"}' }] }, { role: 'result', tool: 'read_order', text: 'sent' },
]

async function askedAt(path: string, answer: object, status = 200) {
  upstream.answerWith((_, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer)))
  const said = await httpTarget({ url: `${upstream.url}${path}`, model: 'm', key: 'k' }).ask('Be kind.', TURNS, TOOLS)
  return { said, body: JSON.parse(upstream.asked.at(-1)!.body) as unknown, headers: upstream.asked.at(-1)!.headers }
}

describe('an endpoint of OpenAI\'s responses', () => {
  test('is sent its own body, and its texts and calls are read', async () => {
    const { said, body, headers } = await askedAt('/v1/responses', {
      object: 'response', status: 'completed',
      output: [
        { type: 'reasoning', summary: [] }, { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'It is sent.', annotations: [] }] },
        { type: 'function_call', id: 'fc', call_id: 'c', name: 'read_order', arguments: '{"number":"2"}' },
      ],
    })
    const schema = { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] }
    expect(body).toEqual({
      model: 'm', instructions: 'Be kind.', store: false,
      input: [
        { role: 'user', content: 'Where is it?' }, { type: 'function_call', call_id: 'call-1', name: 'read_order', arguments: '{"number":"1"}' },
        { type: 'function_call_output', call_id: 'call-1', output: 'sent' },
      ],
      tools: [{ type: 'function', name: 'read_order', description: 'reads an order', parameters: schema, strict: false }],
    })
    expect(headers.authorization).toBe('Bearer k')
    expect(said).toMatchObject({ text: expect.stringContaining('It is sent.'), calls: [{ name: 'read_order', arguments: '{"number":"2"}' }], isFiltered: false, declines: false })
  })

  test('declines in a part of its own, is stopped by a filter, or fails', async () => {
    const declining = { output: [{ type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] }] }
    expect((await askedAt('/v1/responses', declining)).said).toMatchObject({ text: 'No.', declines: true })
    expect((await askedAt('/v1/responses', { status: 'incomplete', incomplete_details: { reason: 'content_filter' }, output: [] })).said.isFiltered).toBe(true)
    expect((await askedAt('/v1/responses', { error: { message: 'blocked' } }, 403)).said.isFiltered).toBe(true)
    await expect(askedAt('/v1/responses', { status: 'failed', error: { code: 'server_error' }, output: [] })).rejects.toThrow('server_error')
  })
})

describe('an endpoint that is not as it should be', () => {
  const ask = (options: { readonly timeoutMs?: number; readonly stop?: AbortSignal } = {}) => httpTarget({ url: `${upstream.url}/v1/chat/completions`, model: 'm', key: 'k', ...options }).ask('Be kind.', TURNS, TOOLS)
  const words = (content: string) => JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] })

  test.each([
    ['a page', 200, '<html>\u001b[31m</html>', /no JSON: "<html>\\u001b\[31m<\/html>"/],
    ['nothing', 200, '', /no JSON: it is empty/],
    ['a list', 200, '[]', /no JSON object/],
    ['JSON without words', 200, '{"error": {"message": "quota"}}', /no words of a model/],
    ['a wrong key', 401, '{"error": {"message": "bad key"}}', /answers 401: "bad key"/],
    ['a wrong address', 404, 'not found', /answers 404: "not found"/],
    ['a failure', 500, '{"error": "boom"}', /answers 500: "boom"/],
  ])('and answers with %s is said to', async (_, status, body, why) => {
    upstream.answerWith((_asked, response) => void response.writeHead(status).end(body))
    await expect(ask()).rejects.toThrow(why)
  })

  test('and sends on is not followed, and where to is said', async () => {
    upstream.answerWith((_, response) => void response.writeHead(307, { location: 'http://169.254.169.254/latest' }).end())
    await expect(ask()).rejects.toThrow('sends on to "http://169.254.169.254/latest"')
    expect(upstream.asked).toHaveLength(1)
  })

  test('and is gone, keeps silent or breaks off is said to, in words', async () => {
    upstream.answerWith(() => {})
    await expect(ask({ timeoutMs: 100 })).rejects.toThrow('does not answer within 0.1 s')
    upstream.answerWith((_, response) => { response.write('{"choices": [') })
    await expect(ask({ timeoutMs: 300 })).rejects.toThrow('does not end its answer within 0.3 s')
    upstream.answerWith((_, response) => { response.write('{"choices": [', () => response.destroy()) })
    await expect(ask()).rejects.toThrow('breaks off')
    const { url } = upstream
    await upstream.close()
    await expect(ask()).rejects.toThrow(`${url}/v1/chat/completions cannot be reached: connect ECONNREFUSED`)
    upstream = await scriptedUpstream()
  })

  test('and never ends has said too much, at the limit and when the time is over', async () => {
    const pieces = (size: number, everyMs: number) => upstream.answerWith((_, response) => {
      response.write('{"choices": [{"message": {"content": "')
      const dripping = setInterval(() => response.write('garden '.repeat(size)), everyMs)
      response.on('close', () => clearInterval(dripping))
    })
    pieces(200_000, 1)
    expect((await ask()).text.length).toBeGreaterThan(8_000_000)
    pieces(5_000, 20)
    expect((await ask({ timeoutMs: 500 })).text.length).toBeGreaterThan(16_000)
  })

  test('and is asked too often is asked again when it says, unless that is tomorrow', async () => {
    let asked = 0
    upstream.answerWith((_, response) => void (++asked % 2 === 1 ? response.writeHead(429, { 'retry-after': '0' }).end() : response.end(words('Ferns.'))))
    expect((await ask()).text).toBe('Ferns.')
    upstream.answerWith((_, response) => void response.writeHead(429, { 'retry-after': '86400' }).end())
    await expect(ask()).rejects.toThrow('asked too often, and wants 86400 s')
  })

  test('is left when the run is stopped', async () => {
    upstream.answerWith(() => {})
    const controller = new AbortController()
    const answer = ask({ stop: controller.signal })
    controller.abort()
    await expect(answer).rejects.toThrow('cannot be reached')
  })

  test('and whose filter cut everything has filtered', async () => {
    upstream.answerWith((_, response) => void response.end(JSON.stringify({ choices: [{ finish_reason: 'content_filter', message: { role: 'assistant', content: '' } }] })))
    expect((await ask()).isFiltered).toBe(true)
    upstream.answerWith((_, response) => void response.writeHead(400).end('{"error": {"message": "blocked"}}'))
    expect(await ask()).toEqual({ text: 'HTTP 400: "blocked"', calls: [], isFiltered: true })
  })
})

test('a target is asked no oftener than it should be', async () => {
  const times: number[] = []
  const paced = pacedTarget({ name: 't', ask: async () => { times.push(performance.now()); return { text: '', calls: [], isFiltered: false } } }, 1_200)
  await Promise.all([1, 2, 3, 4].map(() => paced.ask('', [], [])))
  // Timers may end a millisecond early.
  expect(times.slice(1).every((time, index) => time - times[index]! >= 45)).toBe(true)
})

test('an endpoint at which no conversation is held is refused', () => {
  for (const path of ['/v1/embeddings', '/v1/completions', '/v1/moderations']) expect(() => httpTarget({ url: `${upstream.url}${path}`, model: 'm', key: null })).toThrow('no conversation')
})
