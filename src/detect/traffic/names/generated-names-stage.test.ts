import { describe, expect, test } from 'vitest'
import { NAME_MAKERS, numbers } from '../testing/name-makers.ts'
import type { MadeEvent } from '../testing/stages-of.ts'
import { query, statedOf } from '../testing/stages-of.ts'
import { learnLetters, LetterModel, letterModel } from './letter-model.ts'

const START = 1_700_000_000 - 1_700_000_000 % 3_600
const found = (events: readonly MadeEvent[]) => statedOf(events).filter(({ rule }) => rule.id === 'traffic.generated-names')
const missing = (names: readonly string[], seconds = 5): MadeEvent[] => names.map((name, index) => query(START + index * seconds, '10.0.0.5', name, { rcode_name: 'NXDOMAIN' }))

describe('names that look made', () => {
  test.each(Object.entries(NAME_MAKERS).filter(([name]) => !/two words|Simda/.test(name)))('are found: %s', (_name, make) => {
    const stated = found(missing(Array.from({ length: 30 }, (_, index) => `${make(index)}.net`)))
    expect(stated.length).toBeGreaterThan(10)
    expect(stated[0]?.facts[0]).toMatchObject({ fact: 'traffic.generated-names', numbers: { made: 10 } })
  })

  test('of words are not found, which is a known limit', () => {
    expect(found(missing(Array.from({ length: 100 }, (_, index) => `${NAME_MAKERS['two words (like Suppobox)'](index)}.net`)))).toEqual([])
  })

  const make = NAME_MAKERS['a to z, 8 to 11 letters (like Conficker)']
  test.each<[string, readonly MadeEvent[]]>([
    ['that exist', Array.from({ length: 30 }, (_, index) => query(START + index, '10.0.0.5', `${make(index)}.net`))],
    ['asked for again and again', missing(Array.from({ length: 300 }, (_, index) => `${make(index % 8)}.net`))],
    ['among many others that do not exist', missing(Array.from({ length: 90 }, (_, index) => (index % 3 === 0 ? `${make(index)}.net` : `${NAME_MAKERS['two words (like Suppobox)'](index)}${['shop', 'blog', 'host'][numbers(index)(3)]}.com`)))],
    ['below one domain', missing(Array.from({ length: 60 }, (_, index) => `${make(index)}.corp.example.com`))],
    ['of one label, as browsers try', missing(Array.from({ length: 60 }, (_, index) => make(index)))],
    ['in different hours', missing(Array.from({ length: 60 }, (_, index) => `${make(index)}.net`), 600)],
  ])('are not found: %s', (_, events) => {
    expect(found(events)).toEqual([])
  })
})

describe('the model of letters', () => {
  test('holds what is like what it learnt for more probable', () => {
    const model = new LetterModel(learnLetters(['banana', 'bandana', 'cabana']))
    expect(model.likeness('banana')).toBeGreaterThan(-1.6)
    expect(model.likeness('xkqzvj')).toBeLessThan(-8)
    expect(model.likeness('BANANA')).toBe(model.likeness('banana'))
    expect(model.likeness('')).toBeLessThan(0)
  })

  test('refuses a table of another size', () => {
    expect(() => new LetterModel(new Uint8Array(5))).toThrow('54872 bytes')
  })

  test('has a value for whatever a name holds', () => {
    expect(letterModel().likeness('日本語\u0000\x7f')).toBeLessThan(0)
  })
})


test('the model that comes along takes known names for names', () => {
  const known = ['wikipedia', 'amazon', 'rakuten', 'yahoo', 'mozilla', 'kernel', 'debian', 'microsoft', 'nicovideo', 'asahi']
  expect(known.filter(name => letterModel().likeness(name) < -5.2)).toEqual([])
})
