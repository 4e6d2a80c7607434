import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { messageOf, NoroshiError } from '../noroshi-error.ts'
import type { ConfigurationValues } from './configuration.ts'
import { configurationSchema } from './configuration.ts'
import { MAX_CONFIGURATION_BYTES, SHOWN_PROBLEMS } from './defaults.ts'
import { describeProblems } from './describe-problems.ts'
import { withAbsoluteNotifyPaths } from './notify-paths.ts'
import { withAbsoluteSourcePaths } from './source-paths.ts'

/** What noroshi.yaml says, with defaults for what it leaves out and absolute paths. */
export interface Configuration extends ConfigurationValues {
  /** The file read; null when there is none. */
  readonly file: string | null
}

const FILE_NAME = 'noroshi.yaml'

/** The clone. */
const HOME = join(import.meta.dirname, '../../..')

export interface ConfigurationPlaces {
  /** The file a person named; it must exist. */
  readonly named?: string | undefined
  /** Looked through in this order for `noroshi.yaml`. */
  readonly folders?: readonly string[]
}

/**
 * Reads the file named, else `noroshi.yaml` in the current folder, else in the clone; without any, all defaults hold.
 *
 * @throws NoroshiError `bad-configuration`: each problem with file:line:column and how to mend it
 */
export function readConfiguration({ named, folders = [process.cwd(), HOME] }: ConfigurationPlaces = {}): Configuration {
  for (const file of named === undefined ? folders.map(folder => join(folder, FILE_NAME)) : [resolve(named)]) {
    const text = readText(file, named !== undefined)
    if (text !== null) return withAbsolutePaths(parseConfiguration(text, file), file)
  }
  return { ...configurationSchema.parse({}), file: null }
}

/** Where the data is: `--data`, else `NOROSHI_DATA`, else the configuration, else `noroshi-data` in the clone. */
export function dataFolderPath(named: string | undefined, { data }: Pick<Configuration, 'data'>): string {
  const environment = process.env['NOROSHI_DATA'] || undefined
  return resolve(named ?? environment ?? data ?? join(HOME, 'noroshi-data'))
}

function parseConfiguration(text: string, file: string): ConfigurationValues {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const [error] = document.errors
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0])
    throw new NoroshiError('bad-configuration', `${file}:${line}:${col}: is not YAML: ${error.message.replace(/\s+/g, ' ')}`)
  }
  const result = configurationSchema.safeParse(contentOf(document, file))
  if (result.success) return result.data
  const problems = describeProblems(result.error.issues, document, lines, file)
  const more = problems.length > SHOWN_PROBLEMS ? [`and ${problems.length - SHOWN_PROBLEMS} more problems`] : []
  throw new NoroshiError('bad-configuration', [...problems.slice(0, SHOWN_PROBLEMS), ...more].join('\n'))
}

/** An empty file sets nothing, and neither does a key without a value: what follows it is commented out. */
function contentOf(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({
      maxAliasCount: 100,
      reviver: (key, value: unknown) => (key === '' ? value ?? {} : value ?? undefined),
    }) as unknown
  } catch (cause) {
    throw new NoroshiError('bad-configuration', `${file}:1:1: ${messageOf(cause)}`, { cause })
  }
}

function withAbsolutePaths(values: ConfigurationValues, file: string): Configuration {
  const absolute = (path: string) => (isAbsolute(path) ? path : join(dirname(file), path))
  return {
    ...values,
    ...(values.data !== undefined && { data: absolute(values.data) }),
    sigma: { ...values.sigma, rules: values.sigma.rules.map(absolute), pipelines: values.sigma.pipelines.map(absolute) },
    server: {
      ...values.server,
      ...(values.server.certificate !== undefined && { certificate: absolute(values.server.certificate) }),
      ...(values.server.key !== undefined && { key: absolute(values.server.key) }),
    },
    sources: values.sources.map(source => withAbsoluteSourcePaths(source, absolute)),
    ...(values.gateway !== undefined && { gateway: {
      ...values.gateway,
      ...(values.gateway.certificate !== undefined && { certificate: absolute(values.gateway.certificate) }),
      ...(values.gateway.key !== undefined && { key: absolute(values.gateway.key) }),
      applications: values.gateway.applications.map(application => ({ ...application, packages: application.packages.map(absolute) })),
    } }),
    ...(values.notify !== undefined && { notify: withAbsoluteNotifyPaths(values.notify, absolute) }),
    retention: {
      ...values.retention,
      ...(values.retention.cold !== undefined && { cold: absolute(values.retention.cold) }),
      ...(values.retention.coldStore?.authority !== undefined && { coldStore: { ...values.retention.coldStore, authority: absolute(values.retention.coldStore.authority) } }),
    },
    geo: {
      ...(values.geo.countryDatabase !== undefined && { countryDatabase: absolute(values.geo.countryDatabase) }),
      ...(values.geo.asnDatabase !== undefined && { asnDatabase: absolute(values.geo.asnDatabase) }),
    },
    ...(values.telescope !== undefined && { telescope: {
      ...values.telescope,
      ...(values.telescope.file !== undefined && { file: absolute(values.telescope.file) }),
      ...(values.telescope.organisations !== undefined && { organisations: absolute(values.telescope.organisations) }),
      ...(values.telescope.surveys !== undefined && { surveys: absolute(values.telescope.surveys) }),
      ...(values.telescope.names !== undefined && { names: absolute(values.telescope.names) }),
    } }),
    file,
  }
}

/** Null when there is no such file, unless it must be there. */
function readText(file: string, mustExist: boolean): string | null {
  try {
    const handle = openSync(file, 'r')
    try {
      if (fstatSync(handle).size > MAX_CONFIGURATION_BYTES) {
        throw new NoroshiError('bad-configuration', `${file}:1:1: is larger than ${MAX_CONFIGURATION_BYTES} bytes; it is no configuration`)
      }
      return readFileSync(handle, 'utf8')
    } finally {
      closeSync(handle)
    }
  } catch (cause) {
    if (cause instanceof NoroshiError) throw cause
    if (!mustExist && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw new NoroshiError('bad-configuration', `${file} cannot be read: ${messageOf(cause)}`, { cause })
  }
}
