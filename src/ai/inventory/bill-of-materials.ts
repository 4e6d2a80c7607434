import { createHash } from 'node:crypto'
import type { AiSystem, Inventory } from './system-schema.ts'

/** Versions of CycloneDX whose machine-learning part is written; both say the same here. */
export const BOM_VERSIONS = ['1.6', '1.7'] as const

type Json = Readonly<Record<string, unknown>>
type Model = AiSystem['models'][number]
type DataSet = AiSystem['data'][number]

export interface BomOptions {
  readonly specification: (typeof BOM_VERSIONS)[number]
  /** ISO 8601. */
  readonly time: string
  /** Of this program. */
  readonly version: string
  /** By system, figures of its last red-team run. */
  readonly metrics: ReadonlyMap<string, readonly { readonly type: string; readonly value: string }[]>
}

/**
 * The AI bill of materials: CycloneDX with `machine-learning-model` components and their model cards (ECMA-424, 7.8.9), data, prompts, tools, the services that
 * hosted models are asked at, and what each system depends on. The same register gives the same serial number.
 */
export function billOfMaterials({ systems }: Inventory, { specification, time, version, metrics }: BomOptions): Json {
  const components = new Map<string, Json>()
  const services = new Map<string, Json>()
  const dependencies: Json[] = []
  for (const system of systems) {
    const own = [
      ...system.data.map(each => put(components, dataComponent(system, each))),
      ...system.prompts.map(({ name, version: of, sha256, file }) => put(components, {
        'type': 'data', 'bom-ref': `prompt:${system.id}/${name}`, name, ...given('version', of), ...hashes(sha256), 'data': [{ type: 'configuration', name, ...(file !== undefined && { contents: { properties: [property('file', file)] } }) }],
      })),
      ...system.tools.map(({ name, kind, server, version: of, url, effects, pin }) => put(components, {
        'type': 'application', 'bom-ref': `tool:${system.id}/${server ?? ''}/${name}`, name, ...given('version', of), ...(url !== undefined && { externalReferences: [{ type: 'other', url }] }),
        'properties': [property('tool', kind), ...(server === undefined ? [] : [property('server', server)]), ...effects.map(effect => property('effect', effect)), ...(pin === undefined ? [] : [property('description-sha256', pin)])],
      })),
      ...system.models.map(model => put(components, modelComponent(system, model, metrics.get(system.id) ?? []))),
      ...system.models.filter(({ runs }) => runs === 'hosted').map(model => put(services, serviceOf(model))),
    ]
    const reference = put(components, {
      'type': 'application', 'bom-ref': `system:${system.id}`, 'name': system.name, ...given('description', system.purpose),
      'properties': [...(['stage', 'criticality', 'application', 'reviewed'] as const).flatMap(key => (system[key] === undefined ? [] : [property(key, system[key])])), ...system.roles.map(role => property('role', role)), ...(system.owner === undefined ? [] : [property('owner', system.owner.name)])],
    })
    dependencies.push({ ref: reference, dependsOn: [...new Set(own)] })
  }
  const body = { components: [...components.values()], services: [...services.values()], dependencies }
  return {
    $schema: `http://cyclonedx.org/schema/bom-${specification}.schema.json`, bomFormat: 'CycloneDX', specVersion: specification, serialNumber: serialNumber(JSON.stringify(body)), version: 1,
    metadata: { timestamp: time, tools: { components: [{ type: 'application', name: 'noroshi', version }] }, component: { 'type': 'application', 'bom-ref': 'inventory', 'name': 'AI systems' } },
    ...body,
  }
}

/** A model is one component for all systems that use the same; what one system measured stands on a component of its own. */
function modelComponent(system: AiSystem, model: Model, metrics: readonly { readonly type: string; readonly value: string }[]): Json {
  const { name, provider, version, url, task, family, licence, sha256, limits, runs } = model
  return {
    'type': 'machine-learning-model', 'bom-ref': `model:${system.id}/${provider ?? ''}/${name}@${version ?? ''}`, name, ...given('version', version), ...(provider !== undefined && { supplier: { name: provider } }),
    ...hashes(sha256), ...(licence !== undefined && { licenses: [{ license: { name: licence } }] }), ...(url !== undefined && runs === 'local' && { externalReferences: [{ type: 'distribution', url }] }),
    'modelCard': {
      modelParameters: {
        ...given('task', task), ...given('architectureFamily', family),
        datasets: system.data.filter(({ use }) => use === 'training' || use === 'fine-tuning').map(each => ({ ref: dataReference(system, each) })),
      },
      ...(metrics.length > 0 && { quantitativeAnalysis: { performanceMetrics: metrics } }),
      considerations: { ...(system.users.length > 0 && { users: system.users }), ...(system.purpose !== undefined && { useCases: [system.purpose] }), ...(limits.length > 0 && { technicalLimitations: limits }) },
    },
    'properties': [property('runs', runs)],
  }
}

function dataComponent(system: AiSystem, data: DataSet): Json {
  const { name, use, classification, source, licence, sha256, owner, keptDays } = data
  return {
    'type': 'data', 'bom-ref': dataReference(system, data), name, ...hashes(sha256), ...(licence !== undefined && { licenses: [{ license: { name: licence } }] }),
    'data': [{
      type: 'dataset', name, ...given('classification', classification), ...(classification === 'personal' && { sensitiveData: ['personal data'] }),
      ...(owner !== undefined && { governance: { owners: [{ contact: { name: owner.name, ...given('email', owner.mail) } }] } }),
    }],
    'properties': [property('use', use), ...(source === undefined ? [] : [property('source', source)]), ...(keptDays === undefined ? [] : [property('kept-days', String(keptDays))])],
  }
}

function serviceOf({ name, provider, url }: Model): Json {
  const of = provider ?? name
  return { 'bom-ref': `service:${of}/${url ?? ''}`, ...(provider !== undefined && { provider: { name: provider } }), 'name': of, ...(url !== undefined && { endpoints: [url] }), 'x-trust-boundary': true }
}

function put(into: Map<string, Json>, component: Json): string {
  const reference = String(component['bom-ref'])
  into.set(reference, component)
  return reference
}

function dataReference({ id }: AiSystem, { name, use }: DataSet): string {
  return `data:${id}/${use}/${name}`
}

function given(key: string, value: string | undefined): Json {
  return value === undefined ? {} : { [key]: value }
}

function hashes(sha256: string | undefined): Json {
  return sha256 === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: sha256 }] }
}

/** Names of one's own stand under a prefix (CycloneDX property taxonomy). */
function property(name: string, value: string): Json {
  return { name: `noroshi:ai:${name}`, value }
}

/** A UUID of version 8 by content (RFC 9562, 5.8). */
function serialNumber(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex')
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
