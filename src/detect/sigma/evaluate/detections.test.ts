import { describe } from 'vitest'
import { testCases } from '../testing/rule-case.ts'

const of = (condition: string) => `one:\n  A: x\ntwo:\n  B: x\nthree:\n  C: x\ncondition: ${condition}`

describe('a detection', () => {
  testCases([
    ['a map asks for all of its items', 'A: x\nB: y', { A: 'x', B: 'y' }, true],
    ['a map does not hold when one item does not', 'A: x\nB: y', { A: 'x', B: 'z' }, false],
    ['a list of values asks for any', 'A: [x, y]', { A: 'y' }, true],
    ['a list of maps asks for any', '- A: x\n- B: y', { B: 'y' }, true],
    ['a list of maps asks for all within one', '- A: x\n  B: y\n- C: z', { A: 'x' }, false],
    ['the same field may stand twice with other modifiers', "A|startswith: x\nA|endswith: y", { A: 'xzy' }, true],
  ])
})

describe('keywords', () => {
  testCases([
    ['are searched in every text of the event', '- evil', { A: 'x', B: 'an EVIL thing' }, true],
    ['are searched in objects and lists', '- evil', { A: { B: ['x', { C: 'evil' }] } }, true],
    ['are not searched in names of fields', '- evil', { evil: 'x' }, false],
    ['any of them suffices', '- good\n- evil', { A: 'evil' }, true],
    ['none of them is not enough', '- good\n- evil', { A: 'x' }, false],
    ['with all are each asked for, wherever they are', "'|all':\n  - one\n  - two", { A: 'one', B: 'two' }, true],
    ['with all do not hold when one is missing', "'|all':\n  - one\n  - two", { A: 'one' }, false],
    ['do not cross from one text into the next', '- onetwo', { A: 'one', B: 'two' }, false],
    ['may have wildcards', "- 'a*c'", { A: 'xxabbbcxx' }, true],
    ['may escape wildcards', "- 'cat /dev/null >\\*'", { A: 'cat /dev/null >x' }, false],
    ['with re are regular expressions', "'|re': '^e.il$'", { A: 'x', B: 'evil' }, true],
    ['with cased ask for the case', "'|cased': Evil", { A: 'evil' }, false],
    ['with startswith begin a text', "'|startswith': evil", { A: 'an evil' }, false],
    ['may be numbers', '- 1102', { A: 'id 1102!' }, true],
    ['may stand beside maps in a list', '- evil\n- A: x', { A: 'x' }, true],
    ['beside maps are still keywords', '- evil\n- A: x', { B: 'evil' }, true],
    ['may be one word without a list', 'keywords: evil\ncondition: keywords', { A: 'so evil' }, true],
    ['may be combined with a selection', 'keywords: [evil]\nsel:\n  A: x\ncondition: keywords and sel', { A: 'x', B: 'evil' }, true],
  ])
})

describe('a condition', () => {
  testCases([
    ['and asks for both', of('one and two'), { A: 'x', B: 'x' }, true],
    ['and does not hold with one', of('one and two'), { A: 'x' }, false],
    ['or asks for either', of('one or two'), { B: 'x' }, true],
    ['not turns round', of('not one'), { A: 'y' }, true],
    ['not of an absent field holds', of('not one'), {}, true],
    ['not not is the thing itself', of('not not one'), { A: 'x' }, true],
    ['and binds more than or', of('one or two and three'), { A: 'x' }, true],
    ['and binds more than or, before it too', of('one and two or three'), { C: 'x' }, true],
    ['not binds more than and', of('not one and two'), { B: 'x' }, true],
    ['not binds more than or', of('not one or two'), { A: 'x', B: 'x' }, true],
    ['parentheses go first', of('(one or two) and three'), { A: 'x' }, false],
    ['parentheses may be nested', of('((one or (two)) and not (three))'), { B: 'x' }, true],
    ['words may be capitals', of('one AND NOT two'), { A: 'x' }, true],
    ['1 of them is any', of('1 of them'), { B: 'x' }, true],
    ['any of them is the same', of('any of them'), { C: 'x' }, true],
    ['all of them is each', of('all of them'), { A: 'x', B: 'x' }, false],
    ['1 of a pattern is any that meets it', of('1 of t*'), { A: 'x' }, false],
    ['all of a pattern is each that meets it', of('all of t*'), { B: 'x', C: 'x' }, true],
    ['a pattern may have its star anywhere', of('1 of *o*'), { A: 'x' }, true],
    ['a pattern without a star is one identifier', of('1 of two'), { B: 'x' }, true],
    ['not 1 of binds the whole', of('one and not 1 of t*'), { A: 'x', C: 'x' }, false],
    ['them leaves out what begins with an underscore', 'a:\n  A: x\n_b:\n  B: x\ncondition: all of them', { A: 'x' }, true],
    ['a pattern leaves it out too', 'a:\n  A: x\n_a:\n  B: x\ncondition: 1 of *a', { B: 'x' }, false],
    ['a pattern that begins so takes it', '_a:\n  A: x\n_b:\n  B: x\ncondition: all of _*', { A: 'x' }, false],
    ['a list of conditions asks for any', 'a:\n  A: x\nb:\n  B: x\ncondition: [a, b]', { B: 'x' }, true],
    ['identifiers may look like numbers', "1:\n  A: x\ncondition: '1'", { A: 'x' }, true],
  ])
})
