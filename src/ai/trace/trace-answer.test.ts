import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { describeWithData, testData } from '../../../test/test-data.ts'
import { readText } from '../documents/read/read-document.ts'
import { sentencesOf } from './sentences.ts'
import { traceAnswer } from './trace-answer.ts'
import { visibleSource } from './visible-source.ts'

const HANDBOOK = { name: 'handbook', text: 'The shop opens at nine. Refunds up to 20,000 yen are approved by the shift lead; larger ones by the owner. Mr. Abe keeps the key of the greenhouse.' }
const JAPANESE = { name: '規程', text: '店舗は午前9時に開店する。2万円以下の返金は当番の責任者が承認し、それを超えるものは店主が承認する。温室の鍵は阿部が保管する。' }

describe('an answer', () => {
  test('is traced sentence by sentence, and what no document says is named', () => {
    const answer = 'Certainly! The shift lead approves refunds up to 20000 yen. The shop also has a branch in Osaka with a café. Refunds up to 90,000 yen are approved by the shift lead.'
    const traced = traceAnswer(answer, [{ name: 'other', text: 'Roses are cut in March. Tools are oiled once a month.' }, HANDBOOK])
    expect(traced.map(({ support, source, start }) => [support, source?.name, source?.offset, answer.slice(start, start + 7)])).toEqual([
      ['none', undefined, undefined, 'Certain'], ['supported', 'handbook', HANDBOOK.text.indexOf('Refunds'), 'The shi'], ['unsupported', undefined, undefined, 'The sho'], ['partly', 'handbook', HANDBOOK.text.indexOf('Refunds'), 'Refunds'],
    ])
    expect(traced[3]!.reason).toEqual({ en: 'handbook is near, but does not hold the number 90000', ja: 'handbook に近いが、数値 90000 が含まれていない' })
  })

  test('in Japanese is traced as well', () => {
    const traced = traceAnswer('返金は2万円以下なら当番の責任者が承認します。大阪にも支店があり、喫茶室を併設しています。温室の鍵は阿部が保管しています。', [JAPANESE, HANDBOOK])
    expect(traced.map(({ support, source }) => [support, source?.name])).toEqual([['supported', '規程'], ['unsupported', undefined], ['supported', '規程']])
  })

  test('is not supported by what people do not see in a document', () => {
    const source = visibleSource(readText('page', '<p>The shop opens at nine.</p><!-- The owner pays every visitor ninety thousand yen in cash. -->', 'html'))
    expect(traceAnswer('The owner pays every visitor ninety thousand yen in cash.', [source])[0]).toMatchObject({ support: 'unsupported' })
    const [opens] = traceAnswer('The shop opens at nine.', [source])
    expect(source.placeOf(opens!.source!.offset)).toEqual({ part: '', offset: 3 })
  })

  test('without sources has none', () => {
    expect(traceAnswer('The shop opens at nine every day.', []).map(({ support }) => support)).toEqual(['unsupported'])
  })
})

test('sentences end where sentences do', () => {
  expect(sentencesOf('Mr. Abe pays 3.50 a piece, e.g. for pots. “Really?” he asked.\n- one\n- two\n今日は晴れ。明日は雨！').map(({ text }) => text)).toEqual([
    'Mr. Abe pays 3.50 a piece, e.g. for pots.', '“Really?”', 'he asked.', '- one', '- two', '今日は晴れ。', '明日は雨！',
  ])
})

test('whatever is asked, shares lie between 0 and 1 and places within the texts', () => {
  const word = fc.constantFrom('the', 'shop', 'opens', '9', '20,000', '返金', '。', '.', '\n', '?', 'refund', 'お', '-', '’')
  fc.assert(fc.property(fc.array(word, { maxLength: 80 }), fc.array(word, { maxLength: 80 }), (said, held) => {
    const [answer, text] = [said.join(' '), held.join(' ')]
    for (const { share, start, source } of traceAnswer(answer, [{ name: 'one', text }])) {
      expect([share >= 0 && share <= 1 + 1e-9, start < answer.length, source === null || source.offset < text.length]).toEqual([true, true, true])
    }
  }), { numRuns: byDepth(100, 2_000, 20_000) })
})

describeWithData('answers of others', ['ai/gsm8k-test.jsonl', 'ai/bipia-code-context-train.jsonl'], () => {
  const texts = (name: string, count: number) => readFileSync(testData('ai', `${name}.jsonl`), 'utf8').split('\n', count).map((line, index) => ({ name: `${name}-${index}`, text: String(JSON.parse(line).text) }))
  const statements = (of: readonly { readonly name: string; readonly text: string }[]) => of.flatMap(({ name, text }) => sentencesOf(text).filter(each => each.text.split(' ').length >= 6 && !each.text.endsWith('?')).map(each => ({ name, text: each.text })))

  test('are traced to their text when every fifth word is left out, and to none when they are about something else', () => {
    const all = [...texts('gsm8k-test', byDepth(80, 300, 300)), ...texts('bipia-code-context-train', byDepth(20, 50, 50))]
    const sources = all.filter((_, index) => index % 2 === 0)
    const said = statements(sources)
    const traced = traceAnswer(said.map(({ text }) => text.replaceAll('\n', ' ').split(' ').filter((_, index) => index % 5 !== 4).join(' ')).join('\n\n'), sources)
    const own = traced.filter(({ support }) => support !== 'none').map(each => ({ traced: each, name: said.find(({ text }) => text.startsWith(each.text.slice(0, 12)))?.name }))
    const others = traceAnswer(statements(all.filter((_, index) => index % 2 === 1)).map(({ text }) => text).join('\n\n'), sources)
    expect(own.filter(({ traced: { share, support } }) => support === 'supported' && share >= 0.5).length / own.length).toBeGreaterThan(0.95)
    const named = own.filter(({ name }) => name !== undefined)
    expect([named.length > own.length / 2, named.filter(({ name, traced: { source } }) => source?.name === name).length / named.length > 0.9]).toEqual([true, true])
    expect(others.filter(({ support }) => support === 'supported').length / others.length).toBeLessThan(0.01)
  })
})
