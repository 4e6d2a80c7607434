import { expect, test } from 'vitest'
import { answeredWith, gatewayBetween, streamedWith } from '../testing/gateway-between.ts'

const TOKEN = `ghp_${'aB3'.repeat(12)}`
const listed = (token: string) => ({ content: [{ token, logprob: -1, bytes: [...Buffer.from(token)], top_logprobs: [{ token, logprob: -1 }] }] })
const asking = (more: object = {}) => ({ model: 'm', messages: [{ role: 'user', content: 'What is it?' }], logprobs: true, ...more })

test('what is taken out of an answer does not stand in the list of its tokens either', async () => {
  await using between = await gatewayBetween()
  const answer = (content: string) => ({ choices: [{ index: 0, message: { role: 'assistant', content }, logprobs: listed(content) }] })
  between.upstream.answerWith(answeredWith(answer(`Use ${TOKEN} here.`)))
  expect(JSON.parse((await between.ask('/v1/chat/completions', asking())).text)).toEqual({ choices: [{ index: 0, message: { role: 'assistant', content: 'Use [github-token] here.' }, logprobs: null }] })
  between.upstream.answerWith(answeredWith(answer('Roses.')))
  expect((await between.ask('/v1/chat/completions', asking())).text).toBe(JSON.stringify(answer('Roses.')))
})

test('nor in a response', async () => {
  await using between = await gatewayBetween()
  between.upstream.answerWith(answeredWith({ output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: `Use ${TOKEN}.`, logprobs: listed(TOKEN).content }] }] }))
  expect((await between.ask('/v1/responses', { input: 'hello' })).text).toBe(JSON.stringify({ output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Use [github-token].', logprobs: [] }] }] }))
})

test.each([1, 5, 50])('nor in a stream, in pieces of %i characters, nor in an event behind it', async size => {
  await using between = await gatewayBetween()
  const event = (content: string) => ({ choices: [{ index: 0, delta: { content }, logprobs: listed(content) }] })
  const pieces = ['Well', ' then. ', ...TOKEN.match(new RegExp(`.{1,${size}}`, 'g'))!, ' is it.']
  between.upstream.answerWith(streamedWith([...pieces.map(event), { choices: [{ index: 0, delta: {}, logprobs: { content: pieces.map(token => ({ token })) } }] }]))
  const { text } = await between.ask('/v1/chat/completions', asking({ stream: true }))
  const said = text.split('\n\n').filter(each => each.startsWith('data: {')).map(each => JSON.parse(each.slice(6)) as { choices: [{ delta: { content?: string }; logprobs: { content: { token: string }[] } | null }] })
  expect(said.map(({ choices: [{ delta }] }) => delta.content ?? '').join('')).toBe('Well then. [github-token] is it.')
  const tokens = said.flatMap(({ choices: [{ logprobs }] }) => logprobs?.content.map(({ token }) => token) ?? []).join('')
  expect('Well then. '.startsWith(tokens)).toBe(true)
})
