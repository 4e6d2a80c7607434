import { expect, test } from 'vitest'
import { compileCondition } from './condition.ts'

test.each([
  ['no condition holds for everything', undefined, {}, true],
  ['text compares without case', { Channel: 'SECURITY' }, { Channel: 'Security' }, true],
  ['a number compares as its text', { EventID: 1 }, { EventID: '1' }, true],
  ['any of several values suffices', { EventID: [12, 13] }, { EventID: 13 }, true],
  ['all fields must hold', { EventID: 1, Channel: 'x' }, { EventID: 1, Channel: 'y' }, false],
  ['an absent field does not hold', { EventID: 1 }, {}, false],
  ['a star alone means present', { a: '*' }, { a: 'anything' }, true],
  ['a star at the end means starts with', { a: 'micro*' }, { a: 'Microsoft' }, true],
  ['a star at the start means ends with', { a: '*soft' }, { a: 'Microsoft' }, true],
  ['stars at both ends mean contains', { a: '*cros*' }, { a: 'Microsoft' }, true],
  ['any member of a list suffices', { a: 'x' }, { a: ['y', 'X'] }, true],
])('%s', (_, condition, fields, holds) => {
  expect(compileCondition(condition)(fields)).toBe(holds)
})
