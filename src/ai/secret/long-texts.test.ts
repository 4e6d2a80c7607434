import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { findKeys, findSecrets, findSecretsInSteps } from './find-secrets.ts'

const TOKEN = `ghp_${'aB3'.repeat(12)}`
const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${`${'MIIEowIBAAKCAQEA'.repeat(4)}\n`.repeat(100)}-----END RSA PRIVATE KEY-----`
const PLANTED = [TOKEN, '4012 8888 8888 1881', 'taro.yamada@example.co.jp', 'AKIAABCDEFGH12345678', KEY]

it('finds each secret of a long text where it stands, wherever that is', () => {
  const secret = fc.record({ text: fc.constantFrom(...PLANTED), before: fc.integer({ min: 0, max: 60_000 }), filler: fc.constantFrom('The garden is open. ', '庭は開いている。', 'a ', '\n') })
  fc.assert(fc.property(fc.array(secret, { minLength: 1, maxLength: 8 }), secrets => {
    const places: { start: number; text: string }[] = []
    let text = ''
    for (const { text: planted, before, filler } of secrets) {
      text += `${filler.repeat(before / filler.length)} \n`
      places.push({ start: text.length, text: planted })
      text += `${planted} \n`
    }
    text += 'The garden is open. '.repeat(4_000)
    const hits = findSecrets(text)
    expect(hits.map(({ start, end }) => ({ start, text: text.slice(start, end) }))).toEqual(places)
    expect(findKeys(text).length).toBe(places.filter(place => place.text !== PLANTED[1] && place.text !== PLANTED[2]).length)
  }), { numRuns: byDepth(20, 100, 1_000) })
})

it('finds all of many, and each once', () => {
  for (const count of [1_500, byDepth(10_000, 50_000, 200_000)]) {
    const text = Array.from({ length: count }, (_, index) => `u${index}@example.com`).join(' ')
    expect(findSecrets(text).map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(text)
  }
})

it('takes no step longer than a piece does', () => {
  const steps = (length: number) => [...findSecretsInSteps('word '.repeat(length / 5))].length
  expect([steps(60_000), steps(600_000) > 30, steps(1_200_000) > 60]).toEqual([0, true, true])
})
