import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { describeWithData, testData, testFiles } from '../../../test/test-data.ts'
import { EventBatchBuilder, type EventBatch } from '../../model/event-batch.ts'
import { Mappings } from '../../model/mappings.ts'
import { sourceMappingSchema } from '../../model/source-mapping.ts'
import type { Fields, MutableFields } from '../../model/value.ts'
import { loadRules, loadRuleText } from './load/load-rules.ts'
import { sigmaDetector } from './sigma-detector.ts'

function batchOf(events: readonly Fields[], dataset = 'unknown'): EventBatch {
  const builder = new EventBatchBuilder()
  for (const [record, fields] of events.entries()) builder.add({ dataset, time: null, record, offset: record, length: 1, fields })
  return builder.take()
}

const rule = (title: string, logsource: string, item: string) =>
  `title: ${title}\nlogsource: ${logsource}\ndetection:\n  a:\n    ${item}\n  condition: a\n`

describe('the detector', () => {
  test('gives matches in the order of rows, within a row in the order of rules', () => {
    const rules = loadRuleText([rule('one', '{product: p}', 'A: x'), rule('two', '{product: p}', "A: '*'")].join('---\n'))
    const matches = sigmaDetector(rules, new Mappings([])).inspect(batchOf([{ A: 'y' }, { A: 'x' }, { B: 'x' }]))
    expect(matches.map(({ row, rule: { title } }) => [row, title])).toEqual([[0, 'two'], [1, 'one'], [1, 'two']])
  })

  test('tries a rule only where its logsource does not contradict what a record says of itself', () => {
    const rules = loadRuleText([rule('process', '{product: windows, category: process_creation}', 'A: x'), rule('any', '{product: windows}', 'A: x')].join('---\n'))
    const events = [
      { A: 'x', product: 'windows', category: 'process_creation' },
      { A: 'x', product: 'Windows', category: 'network_connection' },
      { A: 'x', product: 'windows' },
      { A: 'x', product: 'linux' },
    ]
    const matches = sigmaDetector(rules, new Mappings([])).inspect(batchOf(events))
    expect(matches.map(({ row, rule: { title } }) => `${row} ${title}`)).toEqual(['0 process', '0 any', '1 any', '2 process', '2 any'])
  })

  test('looks names up as the mapping of the dataset and the category of the rule say', () => {
    const mapping = sourceMappingSchema.parse({
      source: 'lamps',
      title: 'Lamps',
      datasets: {
        'lamps.switch': {
          logsource: { product: 'lamps' },
          categories: [{ category: 'light', when: { state: 'on' }, fields: { Lamp: ['bulb'] } }],
          fields: { Room: 'place' },
        },
      },
    })
    const rules = loadRuleText([rule('lamp', '{category: light}', 'Lamp: b1'), rule('room', '{product: lamps}', 'Room: hall'), rule('no', '{product: lamps}', 'Lamp: b1')].join('---\n'))
    const detector = sigmaDetector(rules, new Mappings([mapping]))
    const matches = detector.inspect(batchOf([{ bulb: 'B1', state: 'on', place: 'hall' }, { bulb: 'b1', state: 'off' }], 'lamps.switch'))
    expect(matches.map(({ row, rule: { title } }) => `${row} ${title}`)).toEqual(['0 lamp', '0 room'])
  })

  test('states which fields held, with a query that finds such events again', () => {
    const rules = loadRuleText(rule('one', '{product: p}', "A|endswith: '\\cmd.exe'"))
    const [match] = sigmaDetector(rules, new Mappings([])).inspect(batchOf([{ A: String.raw`C:\x\CMD.exe` }]))
    expect(match!.facts()).toEqual([{
      fact: 'sigma.field-matched',
      numbers: {},
      terms: { field: 'A', value: String.raw`C:\x\CMD.exe`, modifier: 'endswith', pattern: String.raw`\cmd.exe` },
      eventIds: [],
      query: String.raw`A:"C:\\x\\CMD.exe"`,
      asOf: 0,
    }])
  })
})

describeWithData('every recording of an attack', ['sigma/regression', 'sigma/rules'], () => {
  const detector = sigmaDetector(loadRules([testData('sigma/rules')]), new Mappings([]))

  test.each(testFiles('sigma/regression', '.json').map(file => [basename(file, '.json'), file]))('%s is detected by the rule it is for', (_, file) => {
    const info = readFileSync(join(dirname(file), 'info.yml'), 'utf8')
    const [, id] = /rule_metadata:\s*\n\s*- id: (\S+)/.exec(info) ?? []
    const documents = readFileSync(file, 'utf8').split(/\n(?=\{)/).map(text => eventSchema.parse(JSON.parse(text)))
    const found = detector.inspect(batchOf(documents.map(flatten)))
    expect(found.map(match => match.rule.id)).toContain(id)
  })
})

const object = z.record(z.string(), z.json())
const eventSchema = z.object({ Event: z.object({ System: object, EventData: object.nullish(), UserData: z.record(z.string(), object).nullish() }) })

/** As the decoder of EVTX files does it, in small. */
function flatten({ Event: { System, EventData, UserData } }: z.infer<typeof eventSchema>): Fields {
  const provider = z.object({ '#attributes': z.object({ Name: z.string() }) }).parse(System['Provider'])
  const eventId = z.union([z.number(), z.object({ '#text': z.number() }).transform(each => each['#text'])]).parse(System['EventID'])
  const fields: MutableFields = {}
  for (const part of [System, EventData ?? {}, ...Object.values(UserData ?? {})]) Object.assign(fields, part)
  return { ...fields, EventID: eventId, Provider_Name: provider['#attributes'].Name }
}
