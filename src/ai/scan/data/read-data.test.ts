import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { MOST_YAML_BYTES } from '../defaults.ts'
import { readData } from './read-data.ts'
import { withoutComments } from './without-comments.ts'

test('reads JSON with comments and commas before a closing bracket, and leaves texts that look like them', () => {
  expect(readData('json', '\ufeff// ours\n{ "a": [1, 2, /* , */ ], "b": "// no, ]", "c": "\\"/* no */", } // end')).toEqual({ value: { a: [1, 2], b: '// no, ]', c: '"/* no */' } })
})

test.each([
  ['json', '{\n"a": x}', 'it is no valid JSON'], ['json', '[,]', 'it is no valid JSON'], ['json', '{"a": 1, , }', 'it is no valid JSON, line 1'], ['yaml', 'a: [1\nb: 2', 'it is no valid YAML, line 2'], ['toml', 'a = 1\nb = x', 'the value is none that TOML knows, line 2'],
  ['yaml', `a: ${'- '.repeat(100)}`, 'its values lie too deep in one another'], ['yaml', '['.repeat(300), 'its values lie too deep in one another'], ['yaml', `# ${'x'.repeat(MOST_YAML_BYTES)}`, `it is longer than ${MOST_YAML_BYTES} characters, too long for YAML`],
  ['yaml', `a: &a [x, x, x]\nb: &b [${'*a, '.repeat(20)}]\nc: [${'*b, '.repeat(20)}]`, 'it is no valid YAML, or repeats itself by too many aliases'],
] as const)('says why it cannot read it: %s, case %#', (format, text, en) => expect(readData(format, text)).toEqual({ reason: { en, ja: expect.stringMatching(/[ぁ-ん]/) } }))

test('reads several documents of YAML as a list', () => expect(readData('yaml', 'a: 1\n---\nb: 2\n')).toEqual({ value: [{ a: 1 }, { b: 2 }] }))

test('comments become blanks, so that every sign stays where it is', () => {
  const gap = fc.constantFrom('', ' ', '\n', '// "[,}\n', '/* "a, ] */', '/**/', '/* * / */')
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }), fc.array(gap, { minLength: 1 }), (value, gaps) => {
    let at = 0
    const next = () => gaps[at++ % gaps.length]!
    const written = (given: unknown): string => {
      if (typeof given !== 'object' || given === null) return `${JSON.stringify(given)}${next()}`
      const members = Array.isArray(given) ? given.map(written) : Object.entries(given).map(([key, each]) => `${next()}${JSON.stringify(key)}${next()}:${next()}${written(each)}`)
      const [open, close] = Array.isArray(given) ? ['[', ']'] : ['{', '}']
      return `${open}${next()}${members.join(`,${next()}`)}${members.length > 0 && at % 2 === 0 ? `,${next()}` : ''}${close}${next()}`
    }
    const loose = written(value)
    const plain = withoutComments(loose)
    expect(JSON.parse(plain)).toEqual(JSON.parse(JSON.stringify(value)))
    expect(plain).toHaveLength(loose.length)
  }), { numRuns: byDepth(200, 1_000, 20_000) })
})

test('reads or refuses whatever it is given', () => {
  fc.assert(fc.property(fc.constantFrom('json', 'yaml', 'toml'), fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('"', '\\', '//', '/*', '*/', ',', ']', '[', '{', '}', '\n', ': ', '- ', '? ', '&a ', '*a', '!', 'x', '---\n')).map(signs => signs.join(''))), (format, text) => {
    const read = readData(format, text)
    expect('value' in read || read.reason.en !== '').toBe(true)
  }), { numRuns: byDepth(300, 3_000, 50_000) })
})
