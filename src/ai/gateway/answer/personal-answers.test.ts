import { describe, expect, test } from 'vitest'
import { BUILT_IN_POLICIES } from '../policy/policy.ts'
import { answeredWith, gatewayBetween, streamedWith } from '../testing/gateway-between.ts'

const CARD = '4012 8888 8888 1881'
const PRIVATE = { ...BUILT_IN_POLICIES.private }
const MESSAGE = 'Thanks. The customer is Mr. Okafor, anna@example.org, 090-1234-5678, card 4012 8888 8888 1881, in the Hauptstraße 12, 10115 Berlin. Anything else I can do for you today, or is that all?'
const WITHOUT = 'Thanks. The customer is Mr. [name], [mail], [phone-jp], card [card], in the [address]. Anything else I can do for you today, or is that all?'

async function answered(way: 'whole' | 'streamed', over: Parameters<typeof gatewayBetween>[0], said: string, messages: readonly object[], size = 3): Promise<{ readonly text: string; readonly verdicts: readonly string[]; readonly last: string }> {
  await using between = await gatewayBetween(over)
  const pieces = said.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []
  between.upstream.answerWith(way === 'whole' ? answeredWith({ choices: [{ message: { role: 'assistant', content: said } }] }) : streamedWith(pieces.map(content => ({ choices: [{ index: 0, delta: { content } }] }))))
  const { text } = await between.ask('/v1/chat/completions', { model: 'm', messages, stream: way === 'streamed' })
  const content = way === 'whole' ? contentOf(JSON.parse(text)) : text.split('\n\n').filter(event => event.startsWith('data: {')).map(event => contentOf(JSON.parse(event.slice(6)))).join('')
  const record = between.records.at(-1)!
  return { text: content, verdicts: [record, ...record.others].filter(({ layer }) => layer !== '').map(({ verdict, kind }) => `${verdict} ${kind}`).sort(), last: JSON.stringify(record) }
}

function contentOf(body: { readonly choices: readonly { readonly message?: { readonly content: string }; readonly delta?: { readonly content: string } }[] }): string {
  const [choice] = body.choices
  return choice?.message?.content ?? choice?.delta?.content ?? ''
}

const user = (content: string) => ({ role: 'user', content })

describe.each(['whole', 'streamed'] as const)('in an answer that comes %s', way => {
  test('personal data are put out where the policy wants that, and told', async () => {
    const { text, verdicts, last } = await answered(way, { policy: PRIVATE }, MESSAGE, [user('Who bought the last bicycle?')])
    expect([text, verdicts]).toEqual([WITHOUT, ['redact address', 'redact card', 'redact mail', 'redact name', 'redact phone-jp']])
    expect(last).not.toMatch(/Okafor|1881|example\.org/)
  })

  test.each([
    ['the default policy lets them through', {}, MESSAGE, [user('Who bought it?')]],
    ['who named them reads them again', { policy: PRIVATE }, 'I noted Mr. Okafor, card 4012-8888-8888-1881, and will tell you when anything else comes up in this matter.', [user(`I am okafor; take ${CARD}.`), { role: 'assistant', content: 'Yes.' }, user('Repeat it.')]],
    ['so does who reads what the application says of itself', { policy: PRIVATE }, 'Write to help@shop.example or call 03-1234-5678 whenever you need something else from our friendly staff.', [{ role: 'system', content: 'Our address is help@shop.example, telephone ０３－１２３４－５６７８.' }, user('How do I reach you?')]],
    ['and nobody misses what is none', { policy: PRIVATE }, 'Mr. President spoke on 2024-05-06 about RFC 2119; the name is: none. Dear Customer, お客様各位, 東京都の人口は1400万人です。', [user('Say something.')]],
    ['nothing is done where answers are not judged', { policy: { ...BUILT_IN_POLICIES.private, restores: false }, judgesAnswers: false }, MESSAGE, [user('Who bought it?')]],
  ])('%s', async (_, over, said, messages) => {
    expect(await answered(way, over, said, messages)).toMatchObject({ text: said, verdicts: [] })
  })

  test('what was put out of the request comes back and stays, and what the model adds does not', async () => {
    const { text } = await answered(way, { policy: PRIVATE }, 'I wrote to [EMAIL_1] as you asked, with a copy to boss@other.example, and shall tell you what they answer as soon as they do.', [user('Write to anna@example.org.')])
    expect(text).toBe('I wrote to anna@example.org as you asked, with a copy to [mail], and shall tell you what they answer as soon as they do.')
  })

  test('a stricter policy does not withhold an answer for them', async () => {
    expect((await answered(way, { policy: { ...PRIVATE, redact: 'block' } }, MESSAGE, [user('Who bought it?')])).text).toBe(WITHOUT)
  })
})

test.each([1, 2, 7, 31, 64, 300])('in pieces of %s the same is put out', async size => {
  const said = `${'The order was shipped. '.repeat(9)}田中太郎様（東京都千代田区丸の内1-9-1、電話03-1234-5678）に届けました。My name is Ludwig van Beethoven, and 350 Fifth Avenue, New York, NY 10118 is where I live now. ${'That is all of it. '.repeat(6)}`
  const { text } = await answered('streamed', { policy: PRIVATE }, said, [user('Tell me about the order.')], size)
  expect(text).toBe(said.replace('田中太郎', '[name]').replace('東京都千代田区丸の内1-9-1', '[address-jp]').replace('03-1234-5678', '[phone-jp]').replace('Ludwig van Beethoven', '[name]').replace('350 Fifth Avenue, New York, NY 10118', '[address]'))
})
