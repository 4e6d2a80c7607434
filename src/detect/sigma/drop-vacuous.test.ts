import { expect, test } from 'vitest'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import { Mappings } from '../../model/mappings.ts'
import { sourceMappingSchema } from '../../model/source-mapping.ts'
import { dropVacuous } from './drop-vacuous.ts'
import { loadRuleText } from './load/load-rules.ts'
import { sigmaDetector } from './sigma-detector.ts'

const mappings = new Mappings([sourceMappingSchema.parse({
  source: 'firewall', title: 'Firewall', datasets: { 'firewall.log': { logsource: { category: 'firewall' } } },
})])

function rule(title: string, detection: string): string {
  return `title: ${title}\nid: 00000000-0000-4000-8000-00000000000${title.length}\nlogsource: {category: firewall}\ndetection: ${detection}\n`
}

const ruleSet = loadRuleText([
  rule('not', '{selection: {port: 80}, condition: not selection}'),
  rule('equals', '{selection: {port: 443}, condition: selection}'),
].join('---\n'))

function matched(dataset: string, fields: Record<string, string | number>): string[] {
  const builder = new EventBatchBuilder()
  builder.add({ dataset, time: null, record: 0, offset: 0, length: 1, fields })
  return dropVacuous(sigmaDetector(ruleSet, mappings), ruleSet, mappings).inspect(builder.take()).map(match => match.rule.title)
}

test.each([
  ['a rule that holds for nothing at all says nothing of an event of unknown source', 'generic.json', { a: 'b' }, []],
  ['a rule that a field met is kept there', 'generic.json', { port: 443 }, ['equals']],
  ['it is kept where the source is known', 'firewall.log', { port: 22 }, ['not']],
  ['it is kept where the event says itself what it is', 'generic.json', { category: 'firewall', port: 22 }, ['not']],
])('%s', (_, dataset, fields, titles) => {
  expect(matched(dataset, fields)).toEqual(titles)
})
