import type { DatasetMapping, SourceMapping } from '../../model/source-mapping.ts'
import type { SqlContext } from './sql-context.ts'

/** A field of the source as SQL over `search`. */
export interface SqlField {
  /** The stored value, empty when the event has none. */
  readonly value: string
  /** Holds where the value is empty, but may be found under the name it has in a category; null when no dataset has such names. */
  readonly doubt: string | null
}

/** The names a dataset's mapping tries after the name itself. */
interface OtherNames {
  readonly aliases: readonly string[]
  readonly categoryNames: readonly string[]
}

/**
 * The value of a field as `BatchEvent` finds it: under its name, then under the names of the dataset's mapping. Which category an event
 * is in is left to memory.
 */
export function sqlField(name: string, context: SqlContext): SqlField {
  const branches = new Map<string, { conditions: string[], others: OtherNames }>()
  for (const { condition, others } of branchesOf(name, context)) {
    const key = JSON.stringify(others)
    const branch = branches.get(key)
    if (branch === undefined) branches.set(key, { conditions: [condition], others })
    else branch.conditions.push(condition)
  }
  const own = sqlLookUp([name], context)
  const all = [...branches.values()].map(({ conditions, others }) => ({ condition: `(${conditions.join(' OR ')})`, others }))
  if (all.length === 0) return { value: own, doubt: null }
  const value = `multiIf(${all.map(({ condition, others }) => `${condition}, ${sqlLookUp([name, ...others.aliases], context)}`).join(', ')}, ${own})`
  const doubts = all.filter(({ others }) => others.categoryNames.length > 0)
    .map(({ condition, others }) => `(${condition} AND ${sqlLookUp(others.categoryNames, context)} != '')`)
  return { value, doubt: doubts.length === 0 ? null : `(${value} = '' AND (${doubts.join(' OR ')}))` }
}

/** The first name that the event has. */
function sqlLookUp(names: readonly string[], { parameters }: SqlContext): string {
  const values = names.map(name => `search[${parameters.text(name)}]`)
  return values.reduceRight((otherwise, each) => `if(${each} != '', ${each}, ${otherwise})`)
}

function branchesOf(name: string, context: SqlContext): { readonly condition: string, readonly others: OtherNames }[] {
  const branches: { condition: string, others: OtherNames }[] = []
  const exact = context.mappings.sources.flatMap(source => Object.keys(source.datasets)).filter(dataset => !isTemplate(dataset))
  for (const source of context.mappings.sources) {
    for (const [dataset, mapping] of Object.entries(source.datasets)) {
      const others = otherNames(name, source, mapping)
      const template = isTemplate(dataset)
      if (others === null && !template) continue
      branches.push({ condition: datasetCondition(dataset, exact, context), others: others ?? { aliases: [], categoryNames: [] } })
    }
  }
  return branches.some(({ others }) => others.aliases.length + others.categoryNames.length > 0) ? branches : []
}

function isTemplate(dataset: string): boolean {
  return /\{[^}]*\}/.test(dataset)
}

function datasetCondition(dataset: string, exact: readonly string[], { parameters }: SqlContext): string {
  const parts = /^([^{]*)\{[^}]*\}(.*)$/.exec(dataset)
  if (parts === null) return `dataset = ${parameters.text(dataset)}`
  const [, prefix = '', suffix = ''] = parts
  return `(startsWith(dataset, ${parameters.text(prefix)}) AND endsWith(dataset, ${parameters.text(suffix)}) AND dataset NOT IN ${parameters.texts(exact)})`
}

function otherNames(name: string, source: SourceMapping, mapping: DatasetMapping): OtherNames | null {
  const byName = new Map(Object.entries({ ...source.fields, ...mapping.fields }))
  const aliases = byName.get(name) ?? []
  const categoryNames = mapping.categories.flatMap(({ fields }) => new Map(Object.entries(fields)).get(name) ?? [])
  return aliases.length + categoryNames.length === 0 ? null : { aliases, categoryNames: [...new Set(categoryNames)] }
}
