import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { openDataFolder } from '../../platform/data-folder.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { billOfMaterials, BOM_VERSIONS } from './bill-of-materials.ts'
import { inventoryPath, mergeInventories, readInventory, readInventoryFile, writeInventory } from './inventory-file.ts'

const EXAMPLE = join(import.meta.dirname, '../../../guard/examples/systems.yaml')
const folder = mkdtempSync(join(tmpdir(), 'noroshi-inventory-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the register of AI systems', () => {
  test('takes systems from a file, replaces one of the same id, and keeps what people answered', () => {
    const data = join(folder, 'data')
    const example = readInventoryFile(EXAMPLE)
    expect(readInventory(data)).toEqual({ systems: [] })
    const first = mergeInventories({ systems: [] }, example)
    writeInventory(data, first.merged)
    expect([first.changes.map(({ result }) => result), readInventory(data)]).toEqual([['created', 'created'], first.merged])
    const anew = { systems: [{ ...example.systems[0]!, name: 'Renamed', answers: {} }] }
    const second = mergeInventories(readInventory(data), anew)
    expect([second.changes, second.merged.systems.length, second.merged.systems[0]!.answers]).toEqual([[{ id: 'shop-assistant', result: 'changed' }], 2, example.systems[0]!.answers])
    expect(mergeInventories(first.merged, example).changes.map(({ result }) => result)).toEqual(['same', 'same'])
  })

  test('begins a data folder that a later start takes, and is taken as JSON too', () => {
    const data = join(folder, 'new-data')
    const json = join(folder, 'systems.json')
    writeFileSync(json, JSON.stringify({ systems: [{ id: 'one', name: 'One', redteam: 'runs/redteam.json' }] }))
    writeInventory(data, readInventoryFile(json))
    openDataFolder(data).close()
    expect(readInventory(data).systems).toMatchObject([{ id: 'one', redteam: join(folder, 'runs/redteam.json') }])
  })

  test.each([
    ['systems: [{ id: One, name: One }]', 'small letters'], ['systems: [{ id: one }]', 'systems[0].name'], ['systems: [{ id: one, name: One, modles: [] }]', 'modles'], ['systems: [{', 'line 1'],
    ['systems: [{ id: a, name: A }, { id: a, name: B }]', 'twice'], ['a: &a [*a]', ''], ['', ''],
  ])('refuses what is none, and says where: %s', (text, said) => {
    const path = join(folder, 'bad.yaml')
    writeFileSync(path, text)
    expect(() => readInventoryFile(path)).toThrow(NoroshiError)
    expect(() => readInventoryFile(path)).toThrow(said)
  })

  test('a file that a person spoiled is told, not overwritten', () => {
    const data = join(folder, 'data')
    const before = readFileSync(inventoryPath(data), 'utf8')
    writeFileSync(inventoryPath(data), 'systems: {')
    expect(() => readInventory(data)).toThrow(NoroshiError)
    writeFileSync(inventoryPath(data), before)
  })
})

/** What CycloneDX 1.6 and 1.7 demand of the parts that are written (bom-1.6.schema.json: every object is closed). */
const name = z.string()
const property = z.strictObject({ name, value: z.string() })
const hash = z.strictObject({ alg: z.literal('SHA-256'), content: z.string().regex(/^[a-f0-9]{64}$/) })
const component = z.strictObject({
  'type': z.enum(['application', 'machine-learning-model', 'data']), 'bom-ref': z.string().min(1), name, 'version': z.string().optional(), 'description': z.string().optional(), 'supplier': z.strictObject({ name }).optional(),
  'hashes': z.array(hash).optional(), 'licenses': z.array(z.strictObject({ license: z.strictObject({ name }) })).optional(),
  'externalReferences': z.array(z.strictObject({ type: z.enum(['distribution', 'other']), url: z.url() })).optional(), 'properties': z.array(property).optional(),
  'modelCard': z.strictObject({
    modelParameters: z.strictObject({ task: z.string().optional(), architectureFamily: z.string().optional(), datasets: z.array(z.strictObject({ ref: z.string() })) }),
    quantitativeAnalysis: z.strictObject({ performanceMetrics: z.array(z.strictObject({ type: z.string(), value: z.string() })) }).optional(),
    considerations: z.strictObject({ users: z.array(z.string()).optional(), useCases: z.array(z.string()).optional(), technicalLimitations: z.array(z.string()).optional() }),
  }).optional(),
  'data': z.array(z.strictObject({
    type: z.enum(['dataset', 'configuration']), name, classification: z.string().optional(), sensitiveData: z.array(z.string()).optional(), contents: z.strictObject({ properties: z.array(property) }).optional(),
    governance: z.strictObject({ owners: z.array(z.strictObject({ contact: z.strictObject({ name, email: z.email().optional() }) })) }).optional(),
  })).optional(),
}).refine(({ type, modelCard, data }) => (modelCard === undefined || type === 'machine-learning-model') && (data === undefined || type === 'data'))
const bom = z.strictObject({
  $schema: z.string(), bomFormat: z.literal('CycloneDX'), specVersion: z.enum(BOM_VERSIONS), version: z.literal(1), serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  metadata: z.strictObject({ timestamp: z.iso.datetime(), tools: z.strictObject({ components: z.array(z.strictObject({ type: z.literal('application'), name, version: z.string() })) }), component: z.strictObject({ 'type': z.literal('application'), 'bom-ref': z.string(), name }) }),
  components: z.array(component),
  services: z.array(z.strictObject({ 'bom-ref': z.string(), 'provider': z.strictObject({ name }).optional(), name, 'endpoints': z.array(z.url()).optional(), 'x-trust-boundary': z.boolean() })),
  dependencies: z.array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
})

describe('the AI bill of materials', () => {
  const written = (specification: (typeof BOM_VERSIONS)[number]) => bom.parse(billOfMaterials(readInventoryFile(EXAMPLE), { specification, time: '2026-11-23T05:00:00Z', version: '0.1.0', metrics: new Map([['shop-assistant', [{ type: 'attacks', value: '0 of 90' }]]]) }))

  test.each(BOM_VERSIONS)('holds what CycloneDX %s demands, and every reference in it leads somewhere, once', specification => {
    const { components, services, dependencies } = written(specification)
    const references = [...components, ...services].map(each => each['bom-ref'])
    expect(new Set(references).size).toBe(references.length)
    const asked = [...dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]), ...components.flatMap(({ modelCard }) => modelCard?.modelParameters.datasets.map(({ ref }) => ref) ?? [])]
    expect(asked.filter(each => !references.includes(each))).toEqual([])
  })

  test('tells of models with their cards, of data with its owner, of services that hosted models are asked at', () => {
    const { components, services, dependencies, serialNumber } = written('1.6')
    expect(components.filter(({ type }) => type === 'machine-learning-model')).toMatchObject([
      { name: 'gpt-4o-mini', supplier: { name: 'OpenAI' }, modelCard: { modelParameters: { task: 'text-generation', datasets: [{ ref: 'data:shop-assistant/fine-tuning/mails 2025' }] }, quantitativeAnalysis: { performanceMetrics: [{ value: '0 of 90' }] }, considerations: { technicalLimitations: ['prices older than a day'] } } },
      { name: 'bge-m3', hashes: [{ alg: 'SHA-256' }], licenses: [{ license: { name: 'MIT' } }] },
    ])
    expect(components.find(each => each.name === 'handbook')?.data?.[0]).toMatchObject({ classification: 'internal', governance: { owners: [{ contact: { name: 'Ren Ito' } }] } })
    expect([services.map(each => each.name), dependencies[0]?.dependsOn.length, written('1.6').serialNumber]).toEqual([['OpenAI'], 8, serialNumber])
  })
})
