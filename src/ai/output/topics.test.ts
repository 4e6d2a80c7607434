import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { AnswerText } from './answer-text.ts'
import { judgeOutput } from './output-guard.ts'
import { refusalOf, Topics, topicsSchema } from './topics.ts'

const TOPICS = topicsSchema.parse([
  { name: 'rivals', words: ['Contoso', 'fabrikam*', 'move to * hosting'], found: 'flag' },
  { name: 'medicine', words: ['dosage', '服用量', 'take * tablets', 'pre*ption drug'], says: 'Please ask your doctor.' },
  { name: 'lawsuit', patterns: [String.raw`\bcase\s+no\.?\s*\d{3,}`], found: 'block' },
])
const topics = new Topics(TOPICS)
const namesIn = (text: string) => topics.find(text).map(({ topic, words }) => `${topic.name}: ${words}`)
const context = { system: [], canaries: [], isKnownHost: () => true, topics }

describe('topics', () => {
  test.each([
    ['Ask CONTOSO about it.', ['rivals: contoso']], ['Fabrikam’s prices', ['rivals: fabrikam']], ['fabrikams', ['rivals: fabrikam']], ['Better move to some other hosting now.', ['rivals: move to some other hosting']],
    ['The dosage is\n2 mg', ['medicine: dosage']], ['服用量は2錠です', ['medicine: 服用量']], ['Just take two of the\ntablets.', ['medicine: take two of the tablets.']], ['a prescription drug', ['medicine: prescription drug']],
    ['See Case No. 4711', ['lawsuit: Case No. 4711']], ['ｄｏｓａｇｅ', ['medicine: dosage']], ['do\u200bsage', ['medicine: dosage']], [Buffer.from('the dosage is 2 mg a day').toString('base64'), ['medicine: dosage']],
    ['Contoso, case no 123 and dosage', ['rivals: contoso', 'medicine: dosage', 'lawsuit: case no 123']],
  ])('are found in %j', (text, wanted) => expect(namesIn(text)).toEqual(wanted))

  test.each(['overdosages', 'contosoft', 'take one', 'move to a very much better and cheaper hosting', 'the case is closed', ''])('are not found in %j', text => expect(namesIn(text)).toEqual([]))

  test.each([
    [[{ name: 'a' }], 'has neither words nor patterns'], [[{ name: 'a', words: ['*'] }], 'holds no letter'], [[{ name: 'a', patterns: ['('] }], 'missing'], [[{ name: 'a', patterns: ['a*'] }], 'finds even the empty text'],
    [[{ name: 'a', patterns: [String.raw`(?<=a)b`] }], 'invalid'], [[{ name: 'a', words: ['b'], found: 'ask' }], 'Invalid option'],
  ])('that cannot be are refused: %j', (data, words) => expect(JSON.stringify(topicsSchema.safeParse(data).error?.issues)).toContain(words))

  test.each([
    'd o s a g e', 'd-o-s-a-g-e', 'd.o.s.a.g.e', 'd0s4ge', '**dos**age', '<b>dos</b>age', 'dos&shy;age', 'do-sage', 'dos-\n  age', 'take two **tablets**', '服 用 量', '服\n用量', '服・用・量', '𝖉𝖔𝖘𝖆𝖌𝖊', 'dоsage', 'ZG9zYWdlIGlzIHR3byBhIGRheQ==', 'The D O S A G E is',
  ])('are found in %j', text => expect(topics.find(text).map(({ topic }) => topic.name)).toEqual(['medicine']))

  test.each(['a b c d e', 'do sage things', 'dossier-age', '1 2 3 4', '服を用いる量', 'con - toso', 'x = 0; d0; s4g3x'])('are not found in %j', text => expect(topics.find(text)).toEqual([]))

  test('refuse in the language of the answer, or in their own words', () => {
    expect(refusalOf(TOPICS[1]!, 'x')).toBe('Please ask your doctor.')
    expect(refusalOf(TOPICS[0]!, 'こんにちは')).toBe('この話題にはお答えできません。')
    expect(refusalOf(TOPICS[0]!, 'Hello')).toBe('I cannot speak about this topic.')
  })

  test('need time by the length of the text, whatever the pattern', () => {
    const slow = new Topics(topicsSchema.parse([{ name: 'a', patterns: [String.raw`(a+)+$`, String.raw`(a|a)*b`] }]))
    const before = process.cpuUsage()
    slow.find(`${'a'.repeat(5_000)}!`)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(2_000)
  })

  test('are told once of an answer that comes in pieces, with all that follows', () => {
    for (const size of [1, 6, 500]) {
      const answer = new AnswerText(context)
      const text = `Hello there, nice of you to ask. ${'This is a long answer. '.repeat(10)}The dosage is two a day. ${'It goes on. '.repeat(60)}The dosage is three.`
      const found = [...text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []].flatMap(piece => answer.push(piece))
      found.push(...answer.end())
      expect(found.map(({ kind, verdict, end, isRest, shown }) => ({ kind, verdict, end, isRest, shown }))).toEqual([{ kind: 'medicine', verdict: 'redact', end: Infinity, isRest: true, shown: 'Please ask your doctor.' }])
      expect(found[0]!.start).toBeLessThanOrEqual(text.indexOf('dosage'))
    }
  })

  test('are named in the reason, and their words are not', () => {
    const [found] = judgeOutput('The dosage is two.', context)
    expect(found?.reason).toEqual({ en: 'the answer speaks of a topic that it should not: medicine', ja: '回答が、触れてはならない話題について述べている：medicine' })
  })

  test('reads any words and any text', () => {
    const word = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.stringMatching(/^[a-c]{1,3}[* ][a-c*]{1,3}$/))
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.string({ unit: 'grapheme' }), (words, text) => {
      const parsed = topicsSchema.safeParse([{ name: 'x', words }])
      if (!parsed.success) return
      const [plain] = words.filter(each => !each.includes('*'))
      expect(new Topics(parsed.data).find(text).length).toBeLessThanOrEqual(1)
      if (plain !== undefined && /^[a-z]+$/.test(plain)) expect(new Topics(parsed.data).find(`so ${plain} it is`).length).toBe(1)
    }), { numRuns: byDepth(50, 300, 50_000) })
  })
})
