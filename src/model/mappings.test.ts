import { describe, expect, test } from 'vitest'
import { entitiesOf, subjectOf } from './entities.ts'
import { isTried, Mappings } from './mappings.ts'
import { sourceMappingSchema } from './source-mapping.ts'

const mappings = new Mappings([sourceMappingSchema.parse({
  source: 'windows',
  title: 'Windows',
  subject: [{ type: 'host', field: 'Computer' }, { type: 'user', field: 'User' }],
  entities: { host: 'Computer', hash: 'Hashes', user: ['User', 'SubjectUserName'] },
  datasets: {
    'windows.security': {
      logsource: { product: 'windows', service: 'security' },
      categories: [{ category: 'process_creation', when: { EventID: 4688 }, fields: { Image: 'NewProcessName' } }],
      fields: { Target: ['First', 'Second'] },
    },
    'windows.{service}': { logsource: { product: 'windows' } },
  },
})])

describe('an event of a mapped dataset', () => {
  const view = mappings.dataset('windows.security')

  test('is tried by rules of its product, service and category, and by no others', () => {
    const event = view.logsourceOf({ EventID: 4688 })
    const rules = [{}, { product: 'windows' }, { category: 'process_creation' }, { service: 'security', product: 'windows' },
      { product: 'linux' }, { service: 'sysmon' }, { category: 'file_event' }]
    expect(rules.map(rule => isTried(rule, event))).toEqual([true, true, true, true, false, false, false])
  })

  test('of no category is tried by no rule that names one', () => {
    expect(isTried({ category: 'process_creation' }, view.logsourceOf({ EventID: 4624 }))).toBe(false)
  })

  test('is asked for fields as written first, then as its category and its dataset rename them', () => {
    const fields = { NewProcessName: 'a.exe', Second: 2 }
    expect([
      view.lookUp(fields, 'Image', 'process_creation'), view.lookUp(fields, 'Image'), view.lookUp({ Image: 'b', ...fields }, 'Image', 'process_creation'),
      view.lookUp(fields, 'Target'),
    ]).toEqual(['a.exe', undefined, 'b', 2])
  })

  test('names its subject and entities normalised, and nobody where a source writes nobody', () => {
    const fields = { Computer: 'DC01.Example.ORG.', User: 'NT AUTHORITY\\SYSTEM', SubjectUserName: 'Alice',
      Hashes: 'SHA1=0123456789ABCDEF0123456789ABCDEF01234567,IMPHASH=0123456789ABCDEF0123456789ABCDEF' }
    expect([subjectOf(view, fields, 'e1'), subjectOf(view, { Computer: '-' }, 'e1'), entitiesOf(view, fields)]).toEqual([
      { type: 'host', value: 'dc01.example.org' },
      { type: 'evidence', value: 'e1' },
      [{ type: 'host', value: 'dc01.example.org' }, { type: 'hash', value: '0123456789abcdef0123456789abcdef01234567' }, { type: 'user', value: 'alice' }],
    ])
  })
})

test('a dataset named by a field has the mapping of its pattern', () => {
  expect(mappings.dataset('windows.anything').logsourceOf({})).toEqual({ product: 'windows', service: undefined, categories: [], open: false })
})

test('an unknown dataset is open to every rule', () => {
  expect(isTried({ product: 'windows', category: 'process_creation' }, mappings.dataset('nobody.knows').logsourceOf({}))).toBe(true)
})

describe('a record that says itself what it is', () => {
  const event = mappings.dataset('generic.json').logsourceOf({ product: 'windows', category: 'process_creation' })

  test('is tried by rules that none of its three contradicts', () => {
    const rules = [{ product: 'windows', service: 'sysmon' }, { category: 'process_creation' }, { product: 'linux' }, { category: 'file_event' }]
    expect(rules.map(rule => isTried(rule, event))).toEqual([true, true, false, false])
  })
})
