import { expect, test } from 'vitest'
import { EventBatchBuilder } from '../../../model/event-batch.ts'
import { Mappings } from '../../../model/mappings.ts'
import type { Fields } from '../../../model/value.ts'
import { loadRuleText } from '../load/load-rules.ts'
import { sigmaDetector } from '../sigma-detector.ts'
import { withSignals } from './with-signals.ts'

const RULES = `title: A
name: a
logsource: {category: x}
detection: {s: {A: 1}, condition: s}
---
title: B
name: b
logsource: {category: x}
detection: {s: {A: '*'}, condition: s}
---
title: Other
logsource: {category: x}
detection: {s: {A: '*'}, condition: s}
---
title: C
correlation:
  type: value_count
  rules: [a, b]
  group-by: [User, ip]
  timespan: 1m
  condition: {field: Port, gte: 2}
  aliases: {ip: {a: src.ip, b: dst.ip}}
GENERATE`

function inspect(fields: Fields, generate = '') {
  const ruleSet = loadRuleText(RULES.replace('GENERATE', generate))
  const mappings = new Mappings([])
  const builder = new EventBatchBuilder()
  builder.add({ dataset: 'none', time: 1, record: 0, offset: 0, length: 0, fields })
  return withSignals(sigmaDetector(ruleSet, mappings), ruleSet, mappings).inspect(builder.take())
}

test('matches carry what correlations need of their events, under the names of each rule', () => {
  const matches = inspect({ A: 1, User: 'x', src: { ip: '10.0.0.1' }, dst: { ip: ['10.0.0.2', '10.0.0.3'] }, Port: 22 })
  expect(matches.map(({ rule, signal, absorbed }) => [rule.title, signal === undefined ? null : { ...signal }, absorbed])).toEqual([
    ['A', { User: 'x', 'src.ip': '10.0.0.1', Port: '22' }, true],
    ['B', { User: 'x', 'dst.ip': '10.0.0.2\n10.0.0.3', Port: '22' }, true],
    ['Other', null, undefined],
  ])
  expect(matches[0]!.facts().map(({ fact }) => fact)).toEqual(['sigma.field-matched'])
})

test('rules match by themselves too where a correlation says generate', () => {
  expect(inspect({ A: 1 }, 'generate: true').map(({ absorbed }) => absorbed)).toEqual([undefined, undefined, undefined])
})

test('what an event lacks is missing, and long values stay apart', () => {
  const [short] = inspect({ A: 1, User: null })
  expect({ ...short!.signal }).toEqual({})
  const texts = ['a', 'b', 'A'].map(end => inspect({ A: 1, User: `${'x'.repeat(5_000)}${end}` })[0]!.signal!['User']!)
  expect(texts.every(text => text.length < 400)).toBe(true)
  expect(new Set(texts.map(text => text.toLowerCase())).size).toBe(2)
})
