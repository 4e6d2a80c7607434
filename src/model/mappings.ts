import { categoryIndex } from './category-index.ts'
import type { EntityType } from './entity.ts'
import { eventLogsource, labelsOf } from './event-logsource.ts'
import type { EventLogsource } from './event-logsource.ts'
import { lookUpField } from './field-lookup.ts'
import type { Condition, DatasetMapping, HoldingMapping, SourceMapping } from './source-mapping.ts'
import type { Fields, FieldValue } from './value.ts'

export { isTried } from './event-logsource.ts'
export type { EventLogsource } from './event-logsource.ts'

/** One dataset's mapping, compiled. */
export interface DatasetView {
  readonly dataset: string
  readonly source: string
  /** The same object for equal answers. */
  logsourceOf(fields: Fields): EventLogsource
  /** By the name a rule of `category` (or of none) uses: as written, without spaces, then as the mapping renames it. */
  lookUp(fields: Fields, name: string, category?: string): FieldValue | undefined
  /** The names of the event's own that {@link lookUp} tries for a name, in this order: the first that has a value answers. */
  namesOf(name: string, category?: string): readonly string[]
  /** Whether {@link lookUp} may answer otherwise when it is given a category. */
  readonly hasCategoryFields: boolean
  /** The categories that {@link logsourceOf} tells by an event's fields, with when each holds; those without a condition hold always. */
  readonly categories: readonly { readonly category: string; readonly when?: Condition | undefined }[]
  readonly subject: readonly { readonly type: EntityType; readonly field: string }[]
  readonly entities: readonly { readonly type: EntityType; readonly fields: readonly string[] }[]
  readonly holdings: readonly HoldingMapping[]
}

/** A dataset whose name holds a `{field}`. */
interface Template {
  readonly prefix: string
  readonly suffix: string
  readonly placeholder: string
  readonly source: SourceMapping
  readonly mapping: DatasetMapping
}

/** How many datasets made from templates are kept compiled: names come from the evidence, which may invent them. */
const MAX_TEMPLATE_VIEWS = 2_048

/** All sources' mappings, compiled: the one place that knows what a dataset's fields mean. */
export class Mappings {
  readonly sources: readonly SourceMapping[]
  readonly #exact = new Map<string, DatasetView>()
  readonly #templates: Template[] = []
  readonly #made = new Map<string, DatasetView>()
  readonly #unknown: DatasetView

  constructor(sources: readonly SourceMapping[]) {
    this.sources = [...sources].sort((a, b) => b.priority - a.priority || (a.source < b.source ? -1 : 1))
    for (const source of this.sources) {
      for (const [name, mapping] of Object.entries(source.datasets)) {
        const parts = /^([^{]*)(\{[^}]*\})(.*)$/.exec(name)
        if (parts === null) this.#exact.set(name, compileDataset(name, source, mapping))
        else this.#templates.push({ prefix: parts[1]!, placeholder: parts[2]!, suffix: parts[3]!, source, mapping })
      }
    }
    this.#unknown = compileDataset('unknown', unknownSource, unknownSource.datasets['unknown']!)
  }

  /** What is known of a dataset; an unknown one is open to every rule. */
  dataset(name: string): DatasetView {
    return this.#exact.get(name) ?? this.#made.get(name) ?? this.#make(name)
  }

  #make(name: string): DatasetView {
    const template = this.#templates.find(({ prefix, suffix }) => name.startsWith(prefix) && name.endsWith(suffix))
    const view = template === undefined ? this.#unknown : fromTemplate(name, template)
    if (this.#made.size < MAX_TEMPLATE_VIEWS) this.#made.set(name, view)
    return view
  }
}

function fromTemplate(name: string, { prefix, suffix, placeholder, source, mapping }: Template): DatasetView {
  const filled = name.slice(prefix.length, name.length - suffix.length)
  const service = mapping.logsource.service.map(each => each === placeholder ? filled : each)
  return compileDataset(name, source, { ...mapping, logsource: { ...mapping.logsource, service } })
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
  datasets: { unknown: { logsource: { service: [] }, categories: [], fields: {}, entities: {}, holdings: [] } },
}

function compileDataset(dataset: string, source: SourceMapping, mapping: DatasetMapping): DatasetView {
  const aliases = new Map(Object.entries({ ...source.fields, ...mapping.fields }))
  const byCategory = new Map(mapping.categories.map(({ category }) => [
    category,
    mapping.categories.filter(other => other.category === category).map(({ fields }) => new Map(Object.entries(fields))),
  ]))
  const entities = { ...source.entities, ...mapping.entities }
  return {
    dataset,
    source: source.source,
    hasCategoryFields: mapping.categories.some(({ fields }) => Object.keys(fields).length > 0),
    categories: mapping.categories,
    subject: mapping.subject ?? source.subject ?? [],
    entities: Object.entries(entities).map(([type, fields]) => ({ type: type as EntityType, fields: fields ?? [] })),
    holdings: mapping.holdings,
    logsourceOf: compileLogsource(mapping),
    namesOf(name, ruleCategory) {
      const renames = (ruleCategory === undefined ? undefined : byCategory.get(ruleCategory)) ?? []
      return [name, ...renames.flatMap(each => each.get(name) ?? []), ...aliases.get(name) ?? []]
    },
    lookUp(fields, name, ruleCategory) {
      const value = lookUpField(fields, name)
      if (value !== undefined) return value
      for (const renames of (ruleCategory === undefined ? undefined : byCategory.get(ruleCategory)) ?? []) {
        const found = firstPresent(fields, renames.get(name))
        if (found !== undefined) return found
      }
      return firstPresent(fields, aliases.get(name))
    },
  }
}

function compileLogsource({ logsource, categories }: DatasetMapping): (fields: Fields) => EventLogsource {
  const { product, service: services, category } = logsource
  const open = product === undefined && services.length === 0 && category === undefined && categories.length === 0
  const always = category === undefined ? [] : [category]
  const holding = categoryIndex(categories)
  const answers = new Map<string, EventLogsource>()
  let last: { readonly found: readonly string[]; readonly answer: EventLogsource } | null = null
  return fields => {
    // Of a known source only `product` makes it a label: Zeek has a field `service` of its own, Azure a field `category`.
    const labels = open || typeof fields['product'] === 'string' ? labelsOf(fields) : undefined
    if (labels !== undefined) return labels
    const found = holding(fields)
    if (last !== null && found === last.found) return last.answer
    const key = found.join('\0')
    let answer = answers.get(key)
    if (answer === undefined) answers.set(key, answer = eventLogsource({ product, services, categories: [...new Set([...found, ...always])], open }))
    last = { found, answer }
    return answer
  }
}

function firstPresent(fields: Fields, names: readonly string[] | undefined): FieldValue | undefined {
  for (const name of names ?? []) {
    const value = lookUpField(fields, name)
    if (value !== undefined) return value
  }
  return undefined
}
