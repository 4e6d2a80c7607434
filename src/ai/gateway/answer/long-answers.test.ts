import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { longestGap, mostOfGap } from '../../../../test/longest-gap.ts'
import { BUILT_IN_POLICIES } from '../policy/policy.ts'
import { gatewayBetween, streamedWith } from '../testing/gateway-between.ts'

const CANARY = 'zebra-4711'
const TOKEN = `ghp_${'aB3'.repeat(12)}`
const PROSE = 'Meeting notes of the week were sent to the office in Kyoto, and we will meet again at ten. '
const LENGTH = byDepth(700_000, 3_000_000, 20_000_000)

const LONG: Readonly<Record<string, string>> = {
  'one long text': JSON.stringify({ id: 'c', choices: [{ message: { role: 'assistant', content: PROSE.repeat(LENGTH / PROSE.length) } }] }),
  'the lines of a batch': Array.from({ length: LENGTH / 700 }, (_, n) => `${JSON.stringify({ custom_id: `r${n}`, response: { body: { choices: [{ message: { role: 'assistant', content: `${n}: ${PROSE.repeat(7)}` } }] } } })}\n`).join(''),
}

test.each(Object.entries(LONG))('nobody else is held up by %s of an answer', async (_, answer) => {
  await using between = await gatewayBetween({ canaries: [CANARY] })
  await between.ask('/v1/chat/completions', { messages: [{ role: 'user', content: 'hello' }] })
  between.upstream.answerWith((_asked, response) => void response.setHeader('content-type', 'application/json').end(answer))
  const { gap, used } = await longestGap(async () => expect((await between.get('/v1/files/f/content')).text === answer).toBe(true))
  expect(gap).toBeLessThan(mostOfGap(used))
})

test('nor by a stream that says at its end once more what it said', async () => {
  await using between = await gatewayBetween({ canaries: [CANARY], policy: { ...BUILT_IN_POLICIES.default, answerTokens: { unnamed: 1_000_000, most: 1_000_000 } } })
  await between.ask('/v1/responses', { input: 'hello' })
  const text = PROSE.repeat(LENGTH / PROSE.length)
  const item = { id: 'i', type: 'message', content: [{ type: 'output_text', text }] }
  between.upstream.answerWith(streamedWith([{ type: 'response.output_text.done', item_id: 'i', output_index: 0, content_index: 0, text }, { type: 'response.output_item.done', output_index: 0, item }, { type: 'response.completed', response: { id: 'r', output: [item] } }]))
  const { gap, used } = await longestGap(async () => expect((await between.ask('/v1/responses', { input: 'hello', stream: true })).text).toContain('[DONE]'))
  expect(gap).toBeLessThan(mostOfGap(used))
})

test('what stands at the seam of two pieces of a long answer is put out, too, and nothing else', async () => {
  await using between = await gatewayBetween()
  for (const start of [7_950, 7_980, 8_000, 8_020, 16_000]) {
    const before = PROSE.repeat(300).slice(0, start)
    const answer = (token: string) => JSON.stringify({ choices: [{ message: { role: 'assistant', content: `${before} ${token} ${PROSE.repeat(100)}` } }] })
    between.upstream.answerWith((_, response) => void response.setHeader('content-type', 'application/json').end(answer(TOKEN)))
    expect((await between.get('/v1/chat/completions/c')).text === answer('[github-token]')).toBe(true)
  }
})

test('of stretches that lie within one another the outer one is put out, and what follows them stays: whole as streamed', async () => {
  await using between = await gatewayBetween()
  const content = `Look: ![the garden](https://elsewhere.example/p?d=${TOKEN}) and the roses are red.`
  const asked = { messages: [{ role: 'user', content: 'hello' }] }
  between.upstream.answerWith((_, response) => void response.setHeader('content-type', 'application/json').end(JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content } }] })))
  expect((await between.ask('/v1/chat/completions', asked)).text).toContain('"Look: [picture] and the roses are red."')
  between.upstream.answerWith(streamedWith([{ choices: [{ index: 0, delta: { content } }] }]))
  expect((await between.ask('/v1/chat/completions', { ...asked, stream: true })).text).toContain('"Look: [picture] and the roses are red."')
})
