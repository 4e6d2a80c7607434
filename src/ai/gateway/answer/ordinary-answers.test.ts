import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GatewayBetween } from '../testing/gateway-between.ts'
import { answeredWith, gatewayBetween, streamedWith } from '../testing/gateway-between.ts'
import { ORDINARY_ANSWERS } from '../testing/ordinary-answers.ts'

let gateway: GatewayBetween
beforeAll(async () => { gateway = await gatewayBetween() })
afterAll(() => gateway[Symbol.asyncDispose]())

const whole = (content: string) => answeredWith({ choices: [{ index: 0, message: { role: 'assistant', content } }] })
const streamed = (content: string) => streamedWith([...content.match(/[^]{1,6}/gu) ?? []].map(piece => ({ choices: [{ index: 0, delta: { content: piece } }] })))
const readWhole = (text: string) => (JSON.parse(text) as { choices: { message: { content: string } }[] }).choices[0]!.message.content
const readStream = (text: string) => [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, event]) => (JSON.parse(event ?? '') as { choices: { delta: { content: string } }[] }).choices[0]!.delta.content).join('')

describe('ordinary answers', () => {
  describe.each(Object.entries(ORDINARY_ANSWERS))('of an assistant for %s', (_, { system, asked, said }) => {
    test.each(said)('pass as they are: %j', async answer => {
      const request = { model: 'm', messages: [{ role: 'system', content: system }, { role: 'user', content: asked }] }
      gateway.upstream.answerWith(whole(answer))
      expect(readWhole((await gateway.ask('/v1/chat/completions', request)).text)).toBe(answer)
      gateway.upstream.answerWith(streamed(answer))
      expect(readStream((await gateway.ask('/v1/chat/completions', { ...request, stream: true })).text)).toBe(answer)
    })
  })

  test('are hardly ever flagged', () => {
    const answers = gateway.records.filter(({ event }) => event === 'answer')
    expect(answers.length).toBeGreaterThan(120)
    expect(answers.filter(({ verdict }) => verdict !== 'allow').length / answers.length).toBeLessThanOrEqual(0.05)
  })
})
