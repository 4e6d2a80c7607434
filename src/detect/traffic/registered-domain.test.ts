import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitName } from './registered-domain.ts'

test.each([
  ['www.example.com', 'example.com', 'example', 'www'],
  ['a.b.Example.CO.JP.', 'example.co.jp', 'example', 'a.b'],
  ['example.co.uk', 'example.co.uk', 'example', ''],
  ['example.com', 'example.com', 'example', ''],
  ['co.uk', 'co.uk', 'co', ''],
  ['x.com.example.org', 'example.org', 'example', 'x.com'],
])('%s lies in %s', (name, domain, label, below) => {
  expect(splitName(name)).toEqual({ domain, label, below })
})

test.each(['', 'host', '10.0.0.1', '1.0.0.10.in-addr.arpa', 'printer.local', 'a..com', '.com'])('nobody registered %j', name => {
  expect(splitName(name)).toBe(null)
})

test('what is split joins to the name again', () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), name => {
    const split = splitName(name)
    if (split !== null) expect(split.below === '' ? split.domain : `${split.below}.${split.domain}`).toBe(name.toLowerCase().replace(/\.$/, ''))
  }))
})
