import { expect, test } from 'vitest'
import { answeredWith, gatewayBetween, streamedWith } from '../testing/gateway-between.ts'

const TOKEN = `ghp_${'aB3'.repeat(12)}`
const call = (given: string) => ({ index: 0, id: 'c', type: 'function', function: { name: 'look_up', arguments: given } })
const GIVEN = JSON.stringify({ name: 'Sato', key: TOKEN })
const HIDDEN = '{"name":"Sato","key":"[github-token]"}'

test('what tools are given is written down, without its secrets, of requests and of answers, whole and streamed; or only measured', async () => {
  for (const audit of ['texts', 'figures'] as const) {
    await using between = await gatewayBetween({ audit })
    between.upstream.answerWith(answeredWith({ choices: [{ message: { role: 'assistant', content: 'I look.', tool_calls: [call(GIVEN)] } }] }))
    const messages = [{ role: 'user', content: 'Who?' }, { role: 'assistant', content: null, tool_calls: [call(GIVEN)] }, { role: 'tool', content: 'Nobody.' }]
    await between.ask('/v1/chat/completions', { messages })
    between.upstream.answerWith(streamedWith([GIVEN.slice(0, 20), GIVEN.slice(20)].map(piece => ({ choices: [{ index: 0, delta: { tool_calls: [{ ...call(piece) }] } }] }))))
    await between.ask('/v1/chat/completions', { messages, stream: true })
    const texts = between.records.map(({ text }) => text)
    expect(texts).toEqual(audit === 'figures' ? ['', '', '', ''] : [expect.stringContaining(HIDDEN), `I look.\nlook_up ${HIDDEN}`, expect.stringContaining(HIDDEN), HIDDEN])
    expect(JSON.stringify(between.records)).not.toContain(TOKEN)
    expect(between.records[1]).toMatchObject({ tools: ['look_up'], characters: 'I look.'.length + 'look_up '.length + GIVEN.length })
  }
})
