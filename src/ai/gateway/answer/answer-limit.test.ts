import { expect, test } from 'vitest'
import { cutAnswer, limitAnswer, TokenCount } from './answer-limit.ts'
import { policySchema } from '../policy/policy.ts'
import { OPENAI_CHAT } from '../protocol/openai-chat.ts'
import { OPENAI_TEXTS } from '../protocol/openai-texts.ts'
import { answeredWith, gatewayBetween, streamedWith } from '../testing/gateway-between.ts'

const policy = policySchema.parse({ name: 'p', answerTokens: { unnamed: 100, most: 1_000 } })

test.each([
  ['the newest name where the upstream knows no other', {}, 'https://api.openai.com', { max_completion_tokens: 100 }],
  ['the name that most servers know elsewhere', {}, 'http://127.0.0.1:11434', { max_tokens: 100 }],
  ['and to none that only looks alike', {}, 'https://api.openai.com.example', { max_tokens: 100 }],
  ['a share of each of several choices', { n: 4 }, 'http://localhost', { n: 4, max_tokens: 25 }],
  ['both names that stand there', { max_tokens: 9_000, max_completion_tokens: 8_000 }, 'http://localhost', { max_tokens: 1_000, max_completion_tokens: 1_000 }],
  ['less to what is only thought, which is a part of it', { max_tokens: 9_000, thinking: { type: 'enabled', budget_tokens: 8_000 } }, 'http://localhost', { max_tokens: 1_000, thinking: { type: 'enabled', budget_tokens: 999 } }],
  ['a number where something else stands', { max_tokens: null }, 'http://localhost', { max_tokens: 100 }],
])('gives %s', (_, body, url, wanted) => {
  const given: Record<string, unknown> = { ...body }
  expect([limitAnswer(given, policy, OPENAI_CHAT, url).isChanged, given]).toEqual([true, wanted])
})

test('no answer is longer than the most, also where no limit is named', () => {
  const given: Record<string, unknown> = {}
  expect([limitAnswer(given, policySchema.parse({ name: 'p', answerTokens: { most: 1_000 } }), OPENAI_CHAT, 'http://localhost').tokens, given]).toEqual([1_000, { max_tokens: 1_000 }])
})

test('of several answers only those that are cut say so', () => {
  const choice = (content: string) => ({ message: { content }, finish_reason: 'stop' })
  const body = { choices: [choice('short'), choice('long '.repeat(200))] }
  expect(cutAnswer(body, OPENAI_CHAT.answerParts(body), OPENAI_CHAT, 50)).toBe(true)
  expect(body.choices).toEqual([choice('short'), { message: { content: 'long '.repeat(119) }, finish_reason: 'length' }])
})

test('leaves what does not grow', () => {
  const body = { input: 'a text for an embedding' }
  expect([limitAnswer(body, policy, OPENAI_TEXTS, 'http://localhost'), body]).toEqual([{ tokens: null, isChanged: false }, { input: 'a text for an embedding' }])
  expect(new TokenCount(null).add('x'.repeat(1_000_000))).toBe(1_000_000)
})

test.each([false, true])('what fits into few tokens, and what went wrong, is never cut (streamed: %s)', async stream => {
  await using between = await gatewayBetween()
  const asked = { messages: [{ role: 'user', content: 'Which is it?' }], max_tokens: 1, stream }
  for (const answer of [{ choices: [{ index: 0, [stream ? 'delta' : 'message']: { content: 'Responsibilities' }, finish_reason: null }] }, { error: { message: `The server is overloaded: ${'please come again later. '.repeat(40)}`, type: 'overloaded' } }]) {
    between.upstream.answerWith(stream ? streamedWith([answer]) : answeredWith(answer))
    expect(await between.ask('/v1/chat/completions', asked)).toEqual({ status: 200, text: stream ? `data: ${JSON.stringify(answer)}\n\ndata: [DONE]\n\n` : JSON.stringify(answer) })
  }
})

test('counts denser scripts for more', () => {
  expect(['a', 'ж', '庭'].map(letter => new TokenCount(100).add(letter.repeat(1_000)))).toEqual([800, 400, 303])
})
