import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { describeWithData, testData, testFiles } from '../../../test/test-data.ts'
import { isTried } from '../../model/mappings.ts'
import type { EventLogsource } from '../../model/mappings.ts'
import type { Logsource } from '../../model/source-mapping.ts'
import type { Fields } from '../../model/value.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import { compileDatasetChoice } from '../json/dataset-choice.ts'

const mappings = loadMappings()

/** Events that meet each category's conditions, and one that meets none. */
function logsourcesOf(dataset: string): EventLogsource[] {
  const source = mappings.sources.find(({ datasets }) => dataset in datasets)
  const categories = source?.datasets[dataset]?.categories ?? []
  const samples: Fields[] = categories.map(({ when }) => Object.fromEntries(
    Object.entries([when ?? {}].flat()[0] ?? {}).map(([name, accepted]) => [name, [accepted].flat()[0]!]),
  ))
  return [{}, ...samples].map(fields => mappings.dataset(dataset).logsourceOf(fields))
}

const datasets = mappings.sources.flatMap(mapping => Object.keys(mapping.datasets).map(dataset => ({ source: mapping.source, dataset })))

describe('the mappings that come with the program', () => {
  test.each([
    'linux.auditd', 'linux.syslog', 'cisco.syslog', 'windows.eventlog', 'web.access', 'zeek.unknown', 'generic.text', 'generic.json',
    'generic.csv',
  ])('know %s, which a decoder writes', dataset => {
    expect(datasets.map(each => each.dataset)).toContain(dataset)
  })

  test('name a subject for every dataset', () => {
    expect(datasets.filter(({ dataset }) => mappings.dataset(dataset).subject.length === 0)).toEqual([])
  })

  test('leave only generic datasets open to every rule', () => {
    const open = datasets.filter(({ dataset }) => mappings.dataset(dataset).logsourceOf({}).open)
    expect(open.map(({ dataset }) => dataset)).toEqual(['generic.json', 'generic.csv', 'generic.text'])
  })
})

interface Thor {
  readonly logsources: Readonly<Record<string, {
    readonly category?: string
    readonly product?: string
    readonly service?: string
    readonly sources?: readonly string[]
    readonly conditions?: Readonly<Record<string, string | number | readonly number[]>>
    readonly rewrite?: { readonly service: string }
    readonly fieldmappings?: Readonly<Record<string, string>>
  }>>
}

describeWithData('windows, against SigmaHQ\'s table', ['sigma/thor.yml'], () => {
  const entries = Object.values((parse(readFileSync(testData('sigma/thor.yml'), 'utf8')) as Thor).logsources)
  const windows = mappings.sources.find(({ source }) => source === 'windows')!
  const datasetOf = compileDatasetChoice(windows)
  const channels = entries.flatMap(({ product, service, sources }) => product === 'windows' && service !== undefined
    ? (sources ?? []).map(source => ({ service, channel: source.replace('WinEventLog:', '') }))
    : [])

  test.each(channels)('$channel is the service $service', ({ channel, service }) => {
    expect(mappings.dataset(datasetOf({ Channel: channel }) ?? '').logsourceOf({}).services).toContain(service)
  })

  const categories = entries.flatMap(({ category, conditions, rewrite, fieldmappings = {} }) => {
    if (category === undefined || conditions === undefined || rewrite === undefined) return []
    return [{ category, conditions, service: rewrite.service, fieldmappings }]
  })

  test.each(categories)('$category holds for $service $conditions', ({ category, conditions, service, fieldmappings }) => {
    const channel = channels.find(each => each.service === service)!.channel
    const view = mappings.dataset(datasetOf({ Channel: channel }) ?? '')
    for (const eventId of [conditions['EventID'] ?? []].flat()) {
      expect(view.logsourceOf({ ...conditions, EventID: eventId }).categories).toContain(category)
    }
    for (const [rule, field] of Object.entries(fieldmappings)) expect(view.lookUp({ [field]: 'value' }, rule, category)).toBe('value')
  })

  test('no other event of these channels has a category', () => {
    const known = categories.flatMap(({ category, conditions, service }) => {
      return [conditions['EventID'] ?? []].flat().map(id => `${service} ${id} ${category}`)
    })
    const ours = [...new Set(channels.map(({ service }) => service))].flatMap(service => {
      const view = mappings.dataset(datasetOf({ Channel: channels.find(each => each.service === service)!.channel }) ?? '')
      const categoriesOf = (id: number) => view.logsourceOf({ EventID: id }).categories.map(category => `${service} ${id} ${category}`)
      return Array.from({ length: 5_000 }, (_, id) => categoriesOf(id)).flat()
    })
    expect(ours.filter(each => !known.includes(each))).toEqual([])
  })
})

describeWithData('the rules\' logsources', ['sigma/rules'], () => {
  const wanted = new Map<string, Logsource>()
  for (const file of testFiles('sigma/rules', '.yml')) {
    const rule = logsourceIn(readFileSync(file, 'utf8'))
    if (rule !== undefined) wanted.set(nameOf(rule), rule)
  }
  const offered = datasets.filter(({ source }) => source !== 'generic').flatMap(({ dataset }) => logsourcesOf(dataset))
  const unmet = [...wanted.values()].filter(rule => !offered.some(event => isTried(rule, event)))

  test('of Windows are all met, but for two that need a driver\'s events', () => {
    // The kernel's file provider (Microsoft-Windows-Kernel-File) has no channel and no file of its own: an agent must trace it, and name
    // the category.
    expect(unmet.filter(({ product }) => product === 'windows').map(nameOf).sort()).toEqual(['windows file_access -', 'windows file_rename -'])
  })

  test('of others that are not met are applications\' own logs and products without a decoder', () => {
    // Records that carry `product` and `category` themselves, as every JSON line may, meet these too.
    expect(unmet.filter(({ product }) => product !== 'windows').map(nameOf).sort()).toEqual([
      '- database -', 'django application -', 'fortios - sslvpnd', 'huawei - bgp', 'juniper - bgp', 'jvm application -',
      'nodejs application -', 'paloalto appliance globalprotect',
      'paloalto file_event globalprotect', 'python application -', 'qualys - -', 'ruby_on_rails application -', 'spring application -', 'sql application -', 'velocity application -',
    ])
  })
})

function logsourceIn(rule: string): Logsource | undefined {
  const block = /^logsource:\n((?:[ \t]+.*\n|\n)+)/m.exec(rule)?.[1]
  return block === undefined ? undefined : parse(block) as Logsource
}

function nameOf({ product = '-', category = '-', service = '-' }: Logsource): string {
  return `${product} ${category} ${service}`
}
