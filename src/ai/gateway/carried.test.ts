import { expect, test } from 'vitest'
import { answeredWith, gatewayBetween, streamedWith } from './testing/gateway-between.ts'

const TOOLS = { untrusted: ['web'], private: ['read_mail'], outside: ['send_mail'], third: 'block' } as const

test.each(['whole', 'streamed'])('a conversation that the upstream keeps by its own name is still beside what it held before: %s', async way => {
  await using between = await gatewayBetween({ tools: TOOLS })
  const turn = async (conversation: string | { id: string }, tool: string) => {
    const item = { type: 'function_call', id: 'f', name: tool, arguments: '{}' }
    const response = { id: `r-${tool}`, object: 'response', conversation: { id: 'conv_1' }, output: [item] }
    between.upstream.answerWith(way === 'whole' ? answeredWith(response) : streamedWith([{ type: 'response.created', response: { ...response, output: [] } }, { type: 'response.output_item.added', item }]))
    return (await between.ask('/v1/responses', { input: 'Go on, please.', conversation, stream: way === 'streamed' })).text.includes('"function_call"')
  }
  expect([await turn('conv_1', 'web'), await turn({ id: 'conv_1' }, 'read_mail'), await turn('conv_1', 'send_mail'), await turn('conv_2', 'send_mail')]).toEqual([true, true, false, true])
  expect(between.records.find(({ outcome }) => outcome === 'withheld')).toMatchObject({ layer: 'taint', kind: 'outside' })
})
