import { describe, expect, it } from 'vitest'
import { satisfies } from './spdx.ts'

const ALLOWED = new Set(['MIT', 'ISC', 'Apache-2.0'])

describe('satisfies', () => {
  it.each([
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only)', true],
    ['GPL-3.0-only OR MIT', true],
    ['MIT AND GPL-3.0-only', false],
    ['MIT AND ISC', true],
    ['GPL-3.0-only OR MIT AND ISC', true],
    ['(GPL-3.0-only OR MIT) AND GPL-2.0-only', false],
    ['Apache-2.0 WITH LLVM-exception', true],
    ['', false],
    ['MIT OR', false],
    ['MIT ISC', false],
    ['(MIT', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['UNLICENSED', false],
  ])('%s: %s', (expression, expected) => {
    expect(satisfies(expression, ALLOWED)).toBe(expected)
  })
})
