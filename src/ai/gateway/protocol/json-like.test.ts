import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { gatewayBetween } from '../testing/gateway-between.ts'
import { jsonLike } from './json-like.ts'

const LONG = '1234567890123456789'
const TOKEN = `ghp_${'aB3'.repeat(12)}`

test.each([
  `[-${LONG}]`, `[${LONG},1,"${LONG}"]`, `{"a":{"b":[{"c":${LONG}}]}}`, '{"a":18446744073709551615,"b":0.1234567890123456789,"c":1e400}', `{"a":"\\"${LONG}","b\\\\":${LONG}}`, `{"__proto__":${LONG}}`, `{"${LONG}":${LONG}}`, '{"a":1.5,"b":-0,"c":[]}',
])('%s is written as it was read', written => {
  expect(jsonLike(JSON.parse(written), written)).toBe(written.replace('-0', '0'))
})

test('whatever is read is written alike', () => {
  const number = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String)
  const value = fc.letrec<{ json: string }>(tie => ({
    json: fc.oneof({ depthSize: 'small' }, number, fc.double({ noNaN: true, noDefaultInfinity: true }).map(each => JSON.stringify(each)), fc.string({ unit: 'grapheme' }).map(each => JSON.stringify(each)), number.map(each => JSON.stringify(each)), fc.constantFrom('null', 'true'),
      fc.array(tie('json'), { maxLength: 4 }).map(each => `[${each.join(',')}]`), fc.dictionary(fc.string().map(name => `n${name}`), tie('json'), { maxKeys: 4 }).map(each => `{${Object.entries(each).map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`)),
  })).json
  fc.assert(fc.property(value.map(each => `[${each}]`), written => {
    expect(jsonLike(JSON.parse(written), written)).toBe(written)
  }), { numRuns: byDepth(200, 1_000, 20_000) })
})

test('a key is taken out of requests and answers, and a limit set, without another number becoming another', async () => {
  await using between = await gatewayBetween()
  const answer = (token: string) => `{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Use ${token} here."}}],"trace":${LONG}}`
  between.upstream.answerWith((_, response) => void response.setHeader('content-type', 'application/json').end(answer(TOKEN)))
  const asked = (token: string, limit: string) => `{"messages":[{"role":"user","content":"Why is ${token} refused?"}],"seed":${LONG},"tools":[{"type":"function","function":{"name":"get","parameters":{"properties":{"id":{"type":"integer","maximum":18446744073709551615}}}}}]${limit}}`
  expect((await between.ask('/v1/chat/completions', asked(TOKEN, ''))).text).toBe(answer('[github-token]'))
  expect(between.upstream.asked[0]!.body).toBe(asked('[github-token]', ',"max_tokens":4000'))
})
