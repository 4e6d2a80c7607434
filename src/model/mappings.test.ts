import { describe, expect, test } from 'vitest'
import { isTried, Mappings } from './mappings.ts'
import { sourceMappingSchema } from './source-mapping.ts'
import { newFields } from './value.ts'
import type { SourceMappingInput } from './source-mapping.ts'

function mappings(...sources: Partial<SourceMappingInput>[]): Mappings {
  return new Mappings(sources.map(source => sourceMappingSchema.parse({ source: 'sample', title: 'Sample', datasets: {}, ...source })))
}

const sample = mappings({
  subject: [{ type: 'host', field: 'Computer' }],
  fields: { Computer: ['Hostname', 'host.name'] },
  entities: { ip: 'IpAddress' },
  datasets: {
    'sample.security': {
      logsource: { product: 'windows', service: ['security', 'audit'] },
      categories: [
        { category: 'process_creation', when: { EventID: 4688 }, fields: { Image: 'NewProcessName' } },
        { category: 'registry_event', when: { EventID: [4656, 4657] } },
        { category: 'registry_set', when: { EventID: 4657, OperationType: ['%%1904', 'set*'] } },
        { category: 'anything', when: [{ Special: '*' }, { EventID: 1 }] },
      ],
    },
    'sample.{_path}': { logsource: { product: 'zeek', service: '{_path}' } },
    'open.text': {},
  },
})

describe('logsourceOf', () => {
  const security = sample.dataset('sample.security')

  test.each([
    [{ EventID: 4688 }, ['process_creation']],
    [{ EventID: '4688' }, ['process_creation']],
    [{ EventID: 4656 }, ['registry_event']],
    [{ EventID: 4657, OperationType: 'SET value' }, ['registry_event', 'registry_set']],
    [{ EventID: [4657, 4688], OperationType: '%%1905' }, ['process_creation', 'registry_event']],
    [{ EventID: 1 }, ['anything']],
    [{ Special: 'x' }, ['anything']],
    [{ EventID: 9, Special: 0 }, ['anything']],
    [{ EventID: null }, []],
    [{}, []],
  ])('the categories of %j are %j', (fields, categories) => {
    expect(security.logsourceOf(fields)).toEqual({ product: 'windows', services: ['security', 'audit'], categories, open: false })
  })

  test('is the same object for equal answers', () => {
    expect(security.logsourceOf({ EventID: 4688 })).toBe(security.logsourceOf({ EventID: 4688, more: 1 }))
  })

  test('is what a record says of itself, when it does', () => {
    expect(security.logsourceOf({ product: 'Windows', category: 'process_creation' })).toEqual({
      product: 'windows', services: [], categories: ['process_creation'], open: true,
    })
  })

  test('is not what a known source calls its own service or category', () => {
    expect(security.logsourceOf({ service: 'dns', category: 'Administrative' }).services).toEqual(['security', 'audit'])
    expect(sample.dataset('open.text').logsourceOf({ service: 'DNS' }).services).toEqual(['dns'])
  })

  test('takes the service of a template from the dataset name', () => {
    expect(sample.dataset('sample.dce_rpc').logsourceOf({}).services).toEqual(['dce_rpc'])
    expect(sample.dataset('sample.security').logsourceOf({}).services).toEqual(['security', 'audit'])
  })
})

describe('isTried', () => {
  test.each([
    ['sample.security', {}, { product: 'windows' }, true],
    ['sample.security', {}, { product: 'linux' }, false],
    ['sample.security', {}, { service: 'audit' }, true],
    ['sample.security', {}, { product: 'windows', service: 'sysmon' }, false],
    ['sample.security', {}, { product: 'windows', category: 'process_creation' }, false],
    ['sample.security', { EventID: 4688 }, { category: 'process_creation' }, true],
    ['open.text', {}, { product: 'linux', service: 'auth' }, true],
    ['never.heard-of', {}, { category: 'webserver' }, true],
    ['sample.security', { product: 'linux' }, { product: 'linux', service: 'auth' }, true],
    ['sample.security', { product: 'linux', service: 'cron' }, { product: 'linux', service: 'auth' }, false],
  ])('%s %j, rule for %j: %s', (dataset, fields, rule, tried) => {
    expect(isTried(rule, sample.dataset(dataset).logsourceOf(fields))).toBe(tried)
  })
})

describe('lookUp', () => {
  const security = sample.dataset('sample.security')

  test.each([
    ['NewProcessName', undefined, 'C:\\a.exe'],
    ['Image', 'process_creation', 'C:\\a.exe'],
    ['Image', undefined, undefined],
    ['Image', 'image_load', undefined],
    ['Computer', undefined, 'pc1'],
    ['constructor', undefined, undefined],
    ['__proto__', 'process_creation', undefined],
  ])('%s for a rule of %s is %s', (name, category, value) => {
    const fields = Object.assign(newFields(), { NewProcessName: 'C:\\a.exe', host: { name: 'pc1' } })
    expect(security.lookUp(fields, name, category)).toBe(value)
  })

  test('keeps few views of the datasets that an evidence invents', () => {
    for (let i = 0; i < 5_000; i++) expect(sample.dataset(`sample.path${i}`).dataset).toBe(`sample.path${i}`)
  })
})
