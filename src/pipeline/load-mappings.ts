import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as z from 'zod'
import { Mappings } from '../model/mappings.ts'
import { sourceMappingSchema } from '../model/source-mapping.ts'
import type { SourceMapping } from '../model/source-mapping.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { parseYamlFiles } from './yaml-files.ts'
import type { YamlFile } from './yaml-files.ts'

/** The mappings that come with the program. */
export const MAPPINGS_DIRECTORY = join(import.meta.dirname, '../../mappings')

/** Reading YAML takes 100 ms, and every worker does it; what was read is kept here, beside Node's own compile cache. */
const MAPPINGS_CACHE = join(import.meta.dirname, '../../.runtime/mappings.json')

/**
 * Reads every `*.yml` of a directory: what the program knows about its sources (docs/mappings.md).
 *
 * @param others files besides; one called as a file of the directory takes its place
 * @throws NoroshiError `bad-mapping` that names every file, place and reason
 */
export function loadMappings(directory: string = MAPPINGS_DIRECTORY, others: readonly string[] = []): Mappings {
  const replaced = new Set(others.map(path => basename(path)))
  const names = readdirSync(directory).filter(name => name.endsWith('.yml') && !replaced.has(name)).sort()
  const cache = directory === MAPPINGS_DIRECTORY && others.length === 0 ? MAPPINGS_CACHE : undefined
  const read = parseYamlFiles([...names.map(name => join(directory, name)), ...others], cache).map(readMapping)
  const sources = read.flatMap(({ mapping }) => mapping ?? [])
  const problems = [...read.flatMap(each => each.problems), ...sharedDatasets(sources)]
  if (problems.length > 0) throw new NoroshiError('bad-mapping', problems.join('\n'))
  return new Mappings(sources)
}

interface ReadMapping {
  readonly mapping?: SourceMapping
  /** `file: place: reason`. */
  readonly problems: readonly string[]
}

function readMapping({ path, content, errors }: YamlFile): ReadMapping {
  if (errors.length > 0) return { problems: errors.map(error => `${path}: ${error}`) }
  const result = sourceMappingSchema.safeParse(content)
  if (!result.success) {
    return { problems: result.error.issues.map(issue => `${path}: ${z.core.toDotPath(issue.path)}: ${issue.message}`) }
  }
  const problems = inconsistencies(result.data, path)
  return problems.length > 0 ? { problems } : { mapping: result.data, problems }
}

/** What the schema cannot say. */
function inconsistencies({ source, datasets, recognise }: SourceMapping, path: string): string[] {
  const problems: string[] = []
  if (source !== basename(path, '.yml')) problems.push(`${path}: source: is ${source}; it must be the file's name`)
  const entries = Object.entries(datasets)
  entries.forEach(([name, { when }], index) => {
    if (!/^[a-z][a-z0-9_-]*\.(?:[a-z0-9_-]+|\{[^{}]+\})+$/.test(name)) {
      problems.push(`${path}: datasets.${name}: write it <product>.<service> in lower case`)
    }
    const unreachable = when === undefined && recognise.length > 0 && !name.includes('{') && index < entries.length - 1
    if (unreachable) problems.push(`${path}: datasets.${name}: has no \`when\`, so the datasets after it are never reached; put it last`)
  })
  return problems
}

function sharedDatasets(sources: readonly SourceMapping[]): string[] {
  const owners = new Map<string, string>()
  return sources.flatMap(({ source, datasets }) => Object.keys(datasets).flatMap(name => {
    const owner = owners.get(name)
    owners.set(name, source)
    return owner === undefined ? [] : [`${source}.yml: datasets.${name}: is also a dataset of ${owner}.yml; rename one`]
  }))
}
