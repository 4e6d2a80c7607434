import { expect, test } from 'vitest'
import { recordedSchema } from '../audit/recorded.ts'
import { limitedAnswers } from './limited-answers.ts'
import { policySchema } from './policy.ts'

const limits = (unnamed: number, most: number) => policySchema.parse({ name: 'p', answerTokens: { unnamed, most } })
const before = limits(4_000, 32_768)
/** An answer of Latin letters, of which a quarter are tokens. */
const answer = (characters: number, token_limit: number | null, more: object = {}) =>
  recordedSchema.parse({ event: 'answer', request: 'r', verdict: 'allow', outcome: 'passed', text: 'x'.repeat(Math.min(characters, 4_000)), characters, token_limit, ...more })

test.each([
  ['an answer that nobody limited and that is beyond the new limit is cut', answer(4_000, 4_000), limits(500, 32_768), { cut: 1, longer: 0 }],
  ['one within it is not', answer(1_900, 4_000), limits(500, 32_768), { cut: 0, longer: 0 }],
  ['a limit that a program named stands', answer(4_000, 1_200), limits(500, 32_768), { cut: 0, longer: 0 }],
  ['but for the most', answer(4_000, 1_200), limits(500, 600), { cut: 1, longer: 0 }],
  ['also where the other is still higher', answer(4_000, 4_000), limits(4_000, 600), { cut: 1, longer: 0 }],
  ['what was cut might become longer', answer(16_000, 4_000, { outcome: 'cut' }), limits(8_000, 32_768), { cut: 0, longer: 1 }],
  ['a long stream counts by what was paid, of which its end alone was kept', answer(8_000, 4_000, { tokens: 3_900 }), limits(3_000, 32_768), { cut: 1, longer: 0 }],
  ['denser scripts count for more', answer(1_000, 4_000, { text: '庭'.repeat(1_000) }), limits(500, 32_768), { cut: 1, longer: 0 }],
])('%s', (_, record, after, wanted) => {
  expect(limitedAnswers([record], { before, after })).toEqual({ answers: 1, ...wanted })
})

test('what was asked is no part of a long stream, and what does not grow is not counted', () => {
  const asked = recordedSchema.parse({ event: 'request', request: 'r', text: 'x'.repeat(4_000), characters: 8_000 })
  expect(limitedAnswers([asked, answer(8_000, 4_000, { tokens: 3_900 }), answer(9, null)], { before, after: limits(3_000, 32_768) })).toEqual({ answers: 1, cut: 0, longer: 0 })
})
