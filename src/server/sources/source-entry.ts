import { resolve, sep } from 'node:path'
import type { SourceConfiguration } from '../../platform/config/source-schemas.ts'
import { sourcesSchema } from '../../platform/config/source-schemas.ts'
import { ApiError } from '../errors/api-error.ts'
import { FILE_ALONE, secretFields, sourceKinds } from './source-kinds.ts'

/** An entry of `sources:` as somebody wrote it. */
export type SourceEntry = Readonly<Record<string, unknown>>

/**
 * Reads an entry that comes over the API as one of noroshi.yaml is read. Files it names must be below one of the folders that noroshi.yaml allows: who
 * may add sources may not thereby read everything that the program can, nor show its secrets to a server of theirs. Certificates and keys are read, never shown, and may be anywhere.
 *
 * @throws ApiError `unprocessable` with the field
 */
export function readSourceEntry(entry: SourceEntry, folders: readonly string[]): SourceConfiguration {
  for (const name of FILE_ALONE) if (entry[name] !== undefined) throw refused(name, 'can be said in noroshi.yaml alone')
  const configuration = parseSourceEntry(entry)
  const places = sourceKinds().find(({ kind }) => kind === configuration.kind)?.fields.map(({ name }) => name).filter(name => ADDRESSES.includes(name)) ?? []
  if (places[0] !== undefined && places.every(name => textsOf(entry[name]).length === 0)) throw refused(places[0], `must be given${places.length === 1 ? '' : `, or ${places.slice(1).join(', ')}`}: else nothing can arrive`)
  for (const [name, value] of Object.entries(entry)) {
    if (PEM_FILES.includes(name)) {
      if (typeof value === 'string' && !value.startsWith('/')) throw refused(name, 'must be a path from the root')
      continue
    }
    for (const variable of variablesIn(value)) {
      if (!variable.startsWith(VARIABLES)) throw refused(name, `${variable} does not begin with ${VARIABLES}: others are not for sources that are added here`)
    }
    for (const path of pathsIn(value, isPathField(configuration.kind, name))) {
      if (!isBelow(path, folders)) throw refused(name, `${path} is not below ${folders.length === 0 ? 'any folder that is allowed' : folders.join(', ')}; collection.consoleFolders in noroshi.yaml says what may be read from here`)
    }
  }
  return configuration
}

/** Reads an entry as one of noroshi.yaml is read, and no more. @throws ApiError `unprocessable` with the field */
export function parseSourceEntry(entry: SourceEntry): SourceConfiguration {
  const parsed = sourcesSchema.safeParse([entry])
  const configuration = parsed.data?.[0]
  if (configuration !== undefined) return configuration
  const [issue] = parsed.error?.issues ?? []
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  throw refused(String(unknown ?? issue?.path[1] ?? 'kind'), unknown === undefined ? issue?.message ?? 'is no source' : 'is not known for this kind')
}

/** An entry without its secrets, and the names of those it has. */
export function withoutSecrets(entry: SourceEntry): { readonly entry: SourceEntry; readonly secrets: readonly string[] } {
  const secret = secretFields(String(entry['kind']))
  return {
    entry: Object.fromEntries(Object.entries(entry).filter(([name]) => !secret.includes(name))),
    secrets: secret.filter(name => entry[name] !== undefined),
  }
}

/** With the secrets of the entry before that shall stay. */
export function withKeptSecrets(entry: SourceEntry, keep: readonly string[], before: SourceEntry | undefined): SourceEntry {
  if (before === undefined) return entry
  const secret = secretFields(String(before['kind']))
  const kept = Object.entries(before).filter(([name]) => keep.includes(name) && secret.includes(name) && entry[name] === undefined)
  return { ...entry, ...Object.fromEntries(kept) }
}

/** Without the addresses that the entry before listens on: they are taken by itself. */
export function withoutHeldAddresses(entry: SourceEntry, before: SourceEntry | undefined): SourceEntry {
  if (before === undefined) return entry
  return Object.fromEntries(Object.entries(entry).map(([name, value]) => {
    if (!ADDRESSES.includes(name)) return [name, value]
    const held = textsOf(before[name])
    return [name, textsOf(value).filter(address => !held.includes(address))]
  }))
}

/** Fields that name where a source listens. */
const ADDRESSES: readonly string[] = ['udp', 'tcp', 'tls', 'http', 'https', 'unix']

/** How variables of the environment begin that may be shown to the servers of sources: those of the program's own secrets may not. */
const VARIABLES = 'NOROSHI_SOURCE_'

/** Fields that name files of certificates and keys. */
const PEM_FILES: readonly string[] = ['certificate', 'key', 'clientAuthority', 'authority']

function refused(field: string, problem: string): ApiError {
  return new ApiError('unprocessable', { problem: `${field} ${problem}`, field })
}

function isPathField(kind: string, name: string): boolean {
  const unit = sourceKinds().find(each => each.kind === kind)?.fields.find(field => field.name === name)?.unit ?? ''
  return /^paths?$/.test(unit)
}

/** Texts that name a file: all of a field for paths, elsewhere those from the root and those under `file`. */
function pathsIn(value: unknown, isPath: boolean): string[] {
  if (typeof value === 'string') return isPath || /^[/~]/.test(value) ? [value] : []
  if (Array.isArray(value)) return value.flatMap(each => pathsIn(each, isPath))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => pathsIn(each, isPath || name === 'file'))
}

/** Variables of the environment that stand for a secret: `{env: NAME}`. */
function variablesIn(value: unknown): string[] {
  const variable = typeof value === 'object' && value !== null && 'env' in value ? value.env : undefined
  return typeof variable === 'string' ? [variable] : []
}

/** What stands for parts of names could stand for `..` too, so that is not taken anywhere. */
function isBelow(path: string, folders: readonly string[]): boolean {
  return path.startsWith('/') && !path.includes('..') && folders.some(folder => resolve(path).startsWith(`${resolve(folder).replace(/\/$/, '')}${sep}`))
}

function textsOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter(each => typeof each === 'string') : []
}
