import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { fields } from '../../../test/query-arbitraries.ts'
import { compileValueTest } from '../compile-value.ts'
import { literalPattern } from '../pattern.ts'
import type { ValueTest } from '../query.ts'
import { sqlHint } from './sql-hint.ts'
import { SqlParameters } from './sql-parameters.ts'
import { storedValue } from './stored-value.ts'
import { storedNetworks, storedWords, WORDS_COLUMN } from './stored-words.ts'

const octet = fc.nat(255)
const ipv4 = fc.tuple(octet, octet, octet, octet).map(octets => octets.join('.'))
const group = fc.constantFrom('0', '1', 'db8', '2001', 'FFFF', 'ab')
const ipv6 = fc.oneof(
  fc.array(group, { minLength: 8, maxLength: 8 }).map(groups => groups.join(':')),
  fc.tuple(fc.array(group, { minLength: 1, maxLength: 3 }), fc.array(group, { maxLength: 3 })).map(([head, tail]) => `${head.join(':')}::${tail.join(':')}`),
  ipv4.map(address => `::ffff:${address}`),
)
const address = fc.oneof(ipv4, ipv6, ipv6.map(each => `[${each}]`), ipv6.map(each => `${each}%eth0`))
const scalar = fields.chain(each => fc.constantFrom(null, ...Object.values(each)))

test('an address is found by the words of every network it is in', () => {
  fc.assert(fc.property(address, fc.oneof(ipv4, ipv6), fc.nat(128), fc.boolean(), (found, within, prefix, isMember) => {
    const networks = [`${within}/${within.includes(':') ? prefix : prefix % 33}`, ...(/[[%]/.test(found) ? [] : [`${found}/${found.includes(':') ? prefix : prefix % 33}`])]
    for (const text of networks) isFound(isMember ? ['-', found] : found, { is: 'network', text })
  }), { numRuns: byDepth(100, 5_000, 500_000) })
})

test('a value is found by the words of every test of a whole value', () => {
  fc.assert(fc.property(scalar, scalar, (value, other) => {
    for (const sought of [value, other].flatMap(each => each)) {
      if (typeof sought === 'object') continue
      const text = String(sought)
      isFound(value, { is: 'pattern', pattern: literalPattern(text.toUpperCase()) })
      isFound(value, { is: 'number', text })
    }
  }), { numRuns: byDepth(100, 2_000, 200_000) })
})

test('what indexes know nothing about has no hint', () => {
  const hints = ['10.0.0.0/8', '::/0', '::/64', '2001::/16', 'x'].map(text => sqlHint({ is: 'network', text }, ['search_1'], surroundings()))
  expect([...hints, sqlHint({ is: 'exists' }, ['search_1'], surroundings())]).toEqual([null, null, null, null, null, null])
})

test('where no event has words of its own, values are found without them', () => {
  fc.assert(fc.property(scalar, value => {
    const stored = storedValue(value)
    if (stored === null || storedWords(stored).length > 0 || typeof value === 'object') return
    const parameters = new SqlParameters()
    const hint = sqlHint({ is: 'pattern', pattern: literalPattern(String(value)) }, ['search_1'], { parameters, worded: false })
    expect(hint).not.toContain(WORDS_COLUMN)
    expect(hint === null || hasAny([lowerAscii(stored)], Object.values(parameters.values)[0]), stored).toBe(true)
  }), { numRuns: byDepth(100, 2_000, 200_000) })
})

function surroundings() {
  return { parameters: new SqlParameters(), worded: true }
}

function isFound(value: Parameters<typeof storedValue>[0], sought: ValueTest): void {
  const stored = storedValue(value)
  const parameters = new SqlParameters()
  if (stored === null || !compileValueTest('a', sought)(value) || sqlHint(sought, ['search_1'], { parameters, worded: true }) === null) return
  const [first, second] = Object.values(parameters.values)
  const found = sought.is === 'network' ? hasAny(storedNetworks(stored), first) : hasAny([lowerAscii(stored)], first) || hasAny(storedWords(stored), second)
  expect(found, `${JSON.stringify(sought)} ${stored}`).toBe(true)
}

function hasAny(words: readonly string[], sought: unknown): boolean {
  return Array.isArray(sought) && words.some(each => sought.includes(each))
}

/** As the engine's `lower()`. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}
