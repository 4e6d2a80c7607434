import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { fact } from './reason.ts'
import { placeholdersOf, renderFact, renderFactParts } from './render-fact.ts'

function say(template: string, numbers: Record<string, number>, terms: Record<string, string> = {}): [string, string] {
  const given = fact('a.fact', { numbers, terms })
  const templates = { 'a.fact': { en: template, ja: template } }
  return [renderFact(given, templates, 'en'), renderFact(given, templates, 'ja')]
}

describe('a sentence', () => {
  it('writes numbers as the language does', () => {
    expect(say('{count}', { count: 1_234_567 })).toEqual(['1,234,567', '1,234,567'])
    expect(say('{points|signed} {down|signed}', { points: 12, down: -3 })[0]).toBe('+12 -3')
  })

  it('picks one or many by number', () => {
    const template = '{count|plural:one event:# events}'
    expect([0, 1, 2_000].map(count => say(template, { count })[0])).toEqual(['0 events', 'one event', '2,000 events'])
  })

  it('writes times in UTC and lengths of time roughly', () => {
    expect(say('{first|time}', { first: Date.UTC(2026, 3, 17, 5, 24, 53) * 1_000 + 88 })[0]).toBe('2026-04-17 05:24:53 UTC')
    expect([0, 59e6, 60e6, 95 * 60e6, 50 * 3600e6].map(gap => say('{gap|duration}', { gap }))).toEqual([
      ['0 seconds', '0 秒'], ['59 seconds', '59 秒'], ['1 minute', '1 分'], ['2 hours', '2 時間'], ['50 hours', '50 時間'],
    ])
  })

  it('names severities, tactics and entities in the language', () => {
    expect(say('{level|severity}', {}, { level: 'critical' })).toEqual(['critical', '重大'])
    expect(say('{names|tactics} / {names|path}', {}, { names: 'execution,impact,unheard-of' })).toEqual([
      'Execution, Impact, unheard-of / Execution → Impact → unheard-of', '実行、影響、unheard-of / 実行 → 影響 → unheard-of',
    ])
    expect(say('{subject|entity} {subject|name}', {}, { subject: 'host:ws01' })).toEqual(['host ws01 ws01', 'ホスト ws01 ws01'])
    expect(say('{subject|name}', {}, { subject: `evidence:${'ab'.repeat(32)}` })[0]).toBe('abababababab')
  })

  it('shows what it has no words for, rather than hide it', () => {
    const unknown = fact('new.fact', { numbers: { count: 3 }, terms: { field: 'Image' } })
    expect(renderFact(unknown, {}, 'en')).toBe('new.fact: count 3, field Image')
    expect(say('{missing}', {})[0]).toBe('{missing}')
  })

  it('takes nothing from data for template or for its own members', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), text => {
      const parts = renderFactParts(fact('a.fact', { terms: { value: text } }), { 'a.fact': { en: '<{value}>', ja: '' } }, 'en')
      expect(parts).toEqual([{ kind: 'words', text: '<' }, { kind: 'data', text }, { kind: 'words', text: '>' }])
    }), { numRuns: byDepth(200, 1_000, 10_000) })
    expect(say('{constructor}', {})[0]).toBe('{constructor}')
  })

  it('never cuts a query', () => {
    expect(renderFactParts(fact('a.fact', { terms: { search: 'x'.repeat(500) } }), { 'a.fact': { en: '{search|query}', ja: '' } }, 'en'))
      .toEqual([{ kind: 'query', text: 'x'.repeat(500) }])
  })

  it('cuts long data', () => {
    expect(say('{value}', {}, { value: 'x'.repeat(5_000) })[0]).toBe(`${'x'.repeat(159)}…`)
    expect(say('{value}', {}, { value: '😀'.repeat(100) })[0].isWellFormed()).toBe(true)
  })

  it('says what it needs', () => {
    expect(placeholdersOf('{a} {b|plural:one:# many} {c|time}')).toEqual(['a', 'b', 'c'])
  })
})
