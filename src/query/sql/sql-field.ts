import type { Mappings } from '../../model/mappings.ts'
import type { DatasetMapping, SourceMapping } from '../../model/source-mapping.ts'
import { SEARCH_COLUMN_NAMES, searchColumn } from './search-column.ts'
import type { SqlContext } from './sql-context.ts'

/** A field of the source as SQL over `search`. */
export interface SqlField {
  /** The stored value, empty when the event has none. */
  readonly value: string
  /** The columns that it may be from. */
  readonly columns: readonly string[]
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
  const branches = branchesOf(name, context)
  const own = sqlLookUp([name], context)
  if (branches.length === 0) return { value: own, columns: columnsOf([name]), doubt: null }
  const value = `multiIf(${branches.map(({ condition, others }) => `${condition}, ${sqlLookUp([name, ...others.aliases], context)}`).join(', ')}, ${own})`
  const doubts = branches.filter(({ others }) => others.categoryNames.length > 0)
    .map(({ condition, others }) => `(${condition} AND ${sqlLookUp(others.categoryNames, context)} != '')`)
  return { value, columns: columnsOf([name, ...branches.flatMap(({ others }) => others.aliases)]), doubt: doubts.length === 0 ? null : `(${value} = '' AND (${doubts.join(' OR ')}))` }
}

/** Whether some dataset has the field under other names, so that it matters which datasets there are. */
export function hasOtherNames(name: string, mappings: Mappings): boolean {
  return mappings.sources.some(source => Object.values(source.datasets).some(mapping => hasNames(otherNames(name, source, mapping))))
}

function columnsOf(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(searchColumnName))]
}

function searchColumnName(name: string): string {
  return SEARCH_COLUMN_NAMES[searchColumn(name)]!
}

/** The first name that the event has. */
function sqlLookUp(names: readonly string[], { parameters }: SqlContext): string {
  const values = names.map(name => `${searchColumnName(name)}[${parameters.text(name)}]`)
  return values.reduceRight((otherwise, each) => `if(${each} != '', ${each}, ${otherwise})`)
}

interface Branch {
  /** Which datasets. */
  readonly condition: string
  readonly others: OtherNames
}

/** The datasets in which the field has other names, those with the same names together; templates after all others, in their order. */
function branchesOf(name: string, context: SqlContext): Branch[] {
  const all = context.mappings.sources.flatMap(source =>
    Object.entries(source.datasets).map(([dataset, mapping]) => ({ dataset, others: otherNames(name, source, mapping) })))
  const { datasets } = context
  const exact = all.filter(({ dataset }) => !TEMPLATE.test(dataset) && datasets?.has(dataset) !== false)
  const templates = all.filter(({ dataset }) => TEMPLATE.test(dataset) && (datasets === null || [...datasets].some(each => fitsTemplate(each, dataset))))
  const named = Map.groupBy(exact.filter(({ others }) => hasNames(others)), ({ others }) => JSON.stringify(others))
  const branches = [...named.values()].map(group => ({
    condition: `dataset IN ${context.parameters.texts(group.map(({ dataset }) => dataset))}`,
    others: group[0]!.others,
  }))
  if (!templates.some(({ others }) => hasNames(others))) return branches
  const notExact = `dataset NOT IN ${context.parameters.texts(exact.map(({ dataset }) => dataset))}`
  return [...branches, ...templates.map(({ dataset, others }) => ({ condition: templateCondition(dataset, notExact, context), others }))]
}

const TEMPLATE = /^([^{]*)\{[^}]*\}(.*)$/

function fitsTemplate(dataset: string, template: string): boolean {
  const [, prefix = '', suffix = ''] = TEMPLATE.exec(template) ?? []
  return dataset.startsWith(prefix) && dataset.endsWith(suffix)
}

function templateCondition(dataset: string, notExact: string, { parameters }: SqlContext): string {
  const [, prefix = '', suffix = ''] = TEMPLATE.exec(dataset) ?? []
  return `(startsWith(dataset, ${parameters.text(prefix)}) AND endsWith(dataset, ${parameters.text(suffix)}) AND ${notExact})`
}

function hasNames({ aliases, categoryNames }: OtherNames): boolean {
  return aliases.length + categoryNames.length > 0
}

function otherNames(name: string, source: SourceMapping, mapping: DatasetMapping): OtherNames {
  const byName = new Map(Object.entries({ ...source.fields, ...mapping.fields }))
  const aliases = byName.get(name) ?? []
  const categoryNames = mapping.categories.flatMap(({ fields }) => new Map(Object.entries(fields)).get(name) ?? [])
  return { aliases, categoryNames: [...new Set(categoryNames)] }
}
