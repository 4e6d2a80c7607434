import { compileCondition } from './condition.ts'
import type { EntityType } from './entity.ts'
import { lookUpField } from './field-lookup.ts'
import type { DatasetMapping, Logsource, SourceMapping } from './source-mapping.ts'
import type { Fields, FieldValue } from './value.ts'

/** Which Sigma logsources an event is: a rule is tried if none of its three contradicts. */
export interface EventLogsource {
  readonly product: string | undefined
  readonly service: string | undefined
  /** All that hold; empty with `open` false means: known to be of no category. */
  readonly categories: readonly string[]
  /** True where what is absent does not contradict (generic records, labels a line carries itself). */
  readonly open: boolean
}

/** One dataset's mapping, compiled. */
export interface DatasetView {
  readonly dataset: string
  readonly source: string
  logsourceOf(fields: Fields): EventLogsource
  /** By the name a rule of `category` (or of none) uses: as written, without spaces, then as the mapping renames it. */
  lookUp(fields: Fields, name: string, category?: string): FieldValue | undefined
  readonly subject: readonly { readonly type: EntityType; readonly field: string }[]
  readonly entities: readonly { readonly type: EntityType; readonly fields: readonly string[] }[]
}

/** All sources' mappings, compiled: the one place that knows what a dataset's fields mean. */
export class Mappings {
  readonly sources: readonly SourceMapping[]
  readonly #exact = new Map<string, DatasetView>()
  readonly #prefixed: { readonly prefix: string; readonly view: DatasetView }[] = []
  readonly #unknown: DatasetView

  constructor(sources: readonly SourceMapping[]) {
    this.sources = [...sources].sort((a, b) => b.priority - a.priority || (a.source < b.source ? -1 : 1))
    for (const source of this.sources) {
      for (const [name, dataset] of Object.entries(source.datasets)) {
        const view = compileDataset(name, source, dataset)
        const brace = name.indexOf('{')
        if (brace < 0) this.#exact.set(name, view)
        else this.#prefixed.push({ prefix: name.slice(0, brace), view })
      }
    }
    this.#unknown = compileDataset('unknown', unknownSource, unknownSource.datasets['unknown']!)
  }

  /** What is known of a dataset; an unknown one is open to every rule. */
  dataset(name: string): DatasetView {
    return this.#exact.get(name) ?? this.#prefixed.find(({ prefix }) => name.startsWith(prefix))?.view ?? this.#unknown
  }
}

const unknownSource: SourceMapping = {
  source: 'unknown',
  title: 'Unknown source',
  priority: 0,
  recognise: [],
  time: [],
  subject: undefined,
  entities: {},
  fields: {},
  datasets: { unknown: { logsource: {}, categories: [], fields: {}, entities: {} } },
}

function compileDataset(dataset: string, source: SourceMapping, mapping: DatasetMapping): DatasetView {
  const aliases = { ...source.fields, ...mapping.fields }
  const categories = mapping.categories.map(({ category, when, fields }) => ({ category, holds: compileCondition(when), fields }))
  const byCategory = new Map(categories.map(({ category }) => [
    category,
    categories.filter(other => other.category === category).map(({ fields }) => fields),
  ]))
  const entities = { ...source.entities, ...mapping.entities }
  const { product, service, category } = mapping.logsource
  const open = product === undefined && service === undefined && category === undefined && categories.length === 0

  return {
    dataset,
    source: source.source,
    subject: mapping.subject ?? source.subject ?? [],
    entities: Object.entries(entities).map(([type, fields]) => ({ type: type as EntityType, fields: fields ?? [] })),
    logsourceOf(fields) {
      const labels = labelsOf(fields)
      if (labels !== undefined) return labels
      const holding = categories.filter(({ holds }) => holds(fields)).map(each => each.category)
      if (category !== undefined) holding.push(category)
      return { product, service, categories: holding, open }
    },
    lookUp(fields, name, ruleCategory) {
      const value = lookUpField(fields, name)
      if (value !== undefined) return value
      for (const renames of (ruleCategory === undefined ? undefined : byCategory.get(ruleCategory)) ?? []) {
        const found = firstPresent(fields, renames[name])
        if (found !== undefined) return found
      }
      return firstPresent(fields, aliases[name])
    },
  }
}

function firstPresent(fields: Fields, names: readonly string[] | undefined): FieldValue | undefined {
  for (const name of names ?? []) {
    const value = lookUpField(fields, name)
    if (value !== undefined) return value
  }
  return undefined
}

/** A record that carries `product`, `category` or `service` as text says itself what it is; what it leaves out does not contradict. */
function labelsOf(fields: Fields): EventLogsource | undefined {
  const { product, category, service } = fields as Readonly<Record<keyof Logsource, FieldValue | undefined>>
  if (typeof product !== 'string' && typeof category !== 'string' && typeof service !== 'string') return undefined
  return {
    product: typeof product === 'string' ? product.toLowerCase() : undefined,
    service: typeof service === 'string' ? service.toLowerCase() : undefined,
    categories: typeof category === 'string' ? [category.toLowerCase()] : [],
    open: true,
  }
}

/** A rule is tried if none of the three contradicts. */
export function isTried(rule: Logsource, event: EventLogsource): boolean {
  return agrees(rule.product, event.product, event.open) &&
    agrees(rule.service, event.service, event.open) &&
    (rule.category === undefined || event.categories.includes(rule.category) || (event.open && event.categories.length === 0))
}

function agrees(rule: string | undefined, event: string | undefined, open: boolean): boolean {
  return rule === undefined || rule === event || (open && event === undefined)
}
