import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { describeWithData, testFiles } from '../../../../test/test-data.ts'
import { parseFullYaml } from './parse-yaml.ts'
import { readPlainYaml } from './plain-yaml.ts'

/** What the plain reader understands, the full one understands in the same way. */
function expectAgreement(text: string): void {
  const plain = readPlainYaml(text)
  if (plain !== undefined) expect(parseFullYaml(text)).toEqual({ kind: 'documents', documents: [plain] })
}

const SAMPLE = `title: A rule, a 'rule' # comment
id: 5
description: |
    First line

      indented
    last

tags:
- attack.t1059
-   attack.t1003
logsource:
    category: process_creation
    # between
    service:
detection:
    selection:
        - Image|endswith:
              - '\\a.exe'
              - "b\\"c"
          Level: -12
          '|all': ~
        - Other: true
    condition: 1 of sel*
`

test('plain YAML is read without the full parser', () => {
  expect(readPlainYaml(SAMPLE)).toEqual({
    title: "A rule, a 'rule'",
    id: 5n,
    description: 'First line\n\n  indented\nlast\n',
    tags: ['attack.t1059', 'attack.t1003'],
    logsource: { category: 'process_creation', service: null },
    detection: {
      selection: [{ 'Image|endswith': ['\\a.exe', 'b"c'], Level: -12n, '|all': null }, { Other: true }],
      condition: '1 of sel*',
    },
  })
  expectAgreement(SAMPLE)
})

test('a text changed anywhere is read the same way or left to the full parser', () => {
  const piece = fc.constantFrom('\n', ' ', '  ', '    ', '- ', '-', ':', ': ', '#', ' #', "'", '"', '|', '>', '|-', '&a', '*a', '!', '[', ']', '{', '}', ',', '~', '\\', 'x', '0x1f',
    '1.5', 'null', '---', 'é', '?', '? ', '%', '@', '`', '\u00a0', '\u2028', '.')
  const edit = fc.tuple(fc.nat(SAMPLE.length), fc.nat(6), piece)
  fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), edits => {
    expectAgreement(edits.reduce((text, [at, length, insert]) => text.slice(0, at) + insert + text.slice(at + length), SAMPLE))
  }), { numRuns: byDepth(200, 4_000, 300_000) })
})

test('any lines are read the same way or left to the full parser', () => {
  const scalar = fc.constantFrom('x', 'x y', "'a''b'", '"a"', "'", '-1', '01', '+1', '1e3', '.5', '-', '- x', 'a:', 'a: b', 'a:b', '#c', 'x #c', 'x#c', '|', '|-', '', 'true', 'Null', '::', '-x', '*', '?x', '"\\n"', '=', '<<')
  const line = fc.tuple(fc.nat(4), fc.constantFrom('', '- ', '-', '-   '), fc.constantFrom('', 'k: ', 'l: ', 'm:', "'q': ", 'null: ', '1: ', 'a b: ', '<<: '), scalar)
    .map(([indent, dash, key, value]) => '  '.repeat(indent) + dash + key + value)
  fc.assert(fc.property(fc.array(line, { maxLength: 7 }), lines => expectAgreement(lines.join('\n'))), { numRuns: byDepth(500, 10_000, 1_000_000) })
})

describeWithData('the rules of SigmaHQ', ['sigma/rules'], () => {
  const texts = testFiles('sigma/rules', '.yml').map(file => readFileSync(file, 'utf8'))

  test('are read the same way', () => {
    for (const text of texts.filter((_, index) => index % byDepth(20, 5, 1) === 0)) expectAgreement(text)
  })

  test('seldom need the full parser', () => {
    expect(texts.filter(text => readPlainYaml(text) === undefined).length).toBeLessThan(texts.length / 100)
  })
})
