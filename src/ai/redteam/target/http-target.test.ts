import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ScriptedUpstream } from '../../gateway/testing/scripted-upstream.ts'
import { scriptedUpstream } from '../../gateway/testing/scripted-upstream.ts'
import { httpTarget } from './http-target.ts'
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

test('an endpoint at which no conversation is held is refused', () => {
  for (const path of ['/v1/embeddings', '/v1/completions', '/v1/moderations']) expect(() => httpTarget({ url: `${upstream.url}${path}`, model: 'm', key: null })).toThrow('no conversation')
})
