import { describe } from 'vitest'
import { testCases } from '../testing/rule-case.ts'

describe('null', () => {
  testCases([
    ['matches null', 'A: null', { A: null }, true],
    ['does not match the empty text', 'A: null', { A: '' }, false],
    ['does not match the text "null"', 'A: null', { A: 'null' }, false],
    ['does not match zero', 'A: null', { A: 0 }, false],
    ['matches an absent field, as "no value"', 'A: null', {}, true],
    ['is told from an absent field by exists', 'A: null\nA|exists: true', {}, false],
    ['keeps a filter from firing where the field is absent', 'sel:\n  A: x\nfilter:\n  B: null\ncondition: sel and not filter', { A: 'x' }, false],
    ['matches a list that has it', 'A: null', { A: ['x', null] }, true],
    ['may be written as nothing', 'A:', { A: null }, true],
    ['negated matches a value', 'sel:\n  A: x\nnone:\n  B: null\ncondition: sel and not none', { A: 'x', B: 'y' }, true],
  ])
})

describe('a number', () => {
  testCases([
    ['matches the same number', 'A: 4625', { A: 4625 }, true],
    ['matches its text', 'A: 4625', { A: '4625' }, true],
    ['does not match another', 'A: 4625', { A: 4624 }, false],
    ['does not match a part of a text', 'A: 46', { A: '4625' }, false],
    ['written as text matches the number', "A: '4625'", { A: 4625 }, true],
    ['with a wildcard in text matches the number', "A: '46*'", { A: 4625 }, true],
    ['of a list matches', 'A: [517, 1102]', { A: 1102 }, true],
    ['beyond 2⁵³ matches exactly', 'A: 18446744073709551615', { A: 18446744073709551615n }, true],
    ['beyond 2⁵³ does not match its neighbour', 'A: 9007199254740993', { A: 9007199254740992n }, false],
    ['with a fraction matches', 'A: 1.5', { A: 1.5 }, true],
    ['below zero matches', 'A: -1', { A: '-1' }, true],
    ['zero does not match the empty text', 'A: 0', { A: '' }, false],
    ['zero does not match false', 'A: 0', { A: false }, false],
    ['hexadecimal text matches as text', "A: '0x40810000'", { A: '0x40810000' }, true],
  ])
})

describe('a truth value', () => {
  testCases([
    ['matches itself', 'A: true', { A: true }, true],
    ['matches its text in any case', 'A: true', { A: 'True' }, true],
    ['does not match the other', 'A: true', { A: false }, false],
    ['as text matches the value', "A: 'false'", { A: false }, true],
    ['does not match a number', 'A: true', { A: 1 }, false],
  ])
})

describe('a field with a list', () => {
  testCases([
    ['matches when any member does', 'A: x', { A: ['y', 'x'] }, true],
    ['does not match when none does', 'A: x', { A: ['y', 'z'] }, false],
    ['does not match when it is empty', "A: ''", { A: [] }, false],
    ['exists when it is empty', 'A|exists: true', { A: [] }, true],
    ['matches through lists in lists', 'A: x', { A: [['y'], [['x']]] }, true],
    ['matches members that are numbers', 'A: 5', { A: ['4', 5] }, true],
    ['is not joined to one text', 'A: xy', { A: ['x', 'y'] }, false],
    ['under not matches only when no member does', 'sel:\n  A: x\ncondition: not sel', { A: ['y', 'x'] }, false],
    ['compares when any member does', 'A|gt: 5', { A: [1, 9] }, true],
  ])
})

describe('a name with dots', () => {
  testCases([
    ['finds a member of an object', 'A.B: x', { A: { B: 'x' } }, true],
    ['finds a field that is named so', 'A.B: x', { 'A.B': 'x' }, true],
    ['finds members of the objects in a list', 'A.B: x', { A: [{ B: 'y' }, { B: 'x' }] }, true],
    ['finds nothing in a text', 'A.B: x', { A: 'x' }, false],
    ['goes deeper', 'A.B.C: x', { A: { B: { C: 'x' } } }, true],
    ['finds a name with a dot in an object', 'A.B.C: x', { A: { 'B.C': 'x' } }, true],
    ['does not find what every object has', 'constructor.name: Object', { A: 1 }, false],
  ])
})

describe('a name without blanks', () => {
  testCases([
    ['finds the name with them', 'ThreatName: x', { 'Threat Name': 'x' }, true],
    ['prefers the name as written', 'ThreatName: x', { 'Threat Name': 'y', ThreatName: 'x' }, true],
  ])
})
