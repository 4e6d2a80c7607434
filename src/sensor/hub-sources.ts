import * as z from 'zod'
import type { SourceConfiguration } from '../platform/config/source-schemas.ts'
import { sourcesSchema } from '../platform/config/source-schemas.ts'
import { messageOf } from '../platform/noroshi-error.ts'
import { keepJson, readKept } from './kept-json.ts'

/** What the hub wants this sensor to collect. */
export interface HubSources {
  /** 0: nothing was ever said. */
  readonly version: number
  readonly entries: readonly unknown[]
}

export interface AllowedSources {
  readonly sources: readonly SourceConfiguration[]
  /** What of them is not done, and why; null when all is. */
  readonly problem: string | null
}

/** As it was last heard: a sensor starts also when the hub is away. One that is damaged is asked for anew. */
export function readHubSources(folder: string): HubSources {
  return readKept(folder, SOURCES, keptSchema) ?? NOTHING
}

export function keepHubSources(folder: string, sources: HubSources): void {
  keepJson(folder, SOURCES, sources)
}

/**
 * Those of the hub that the owner of this machine lets it set up.
 *
 * @param kinds that are allowed
 * @param own names of sources in the noroshi.yaml of this machine, which go before those of the hub
 */
export function allowedSources({ entries }: HubSources, kinds: readonly string[], own: readonly string[]): AllowedSources {
  const parsed = sourcesSchema.safeParse(entries)
  if (!parsed.success) return { sources: [], problem: `the hub's sources are not understood here: ${firstProblem(parsed.error)}` }
  const refused: string[] = []
  const sources = parsed.data.filter(({ name, kind }) => {
    if (own.includes(name)) refused.push(`${name}: this machine has one of its own under that name`)
    else if (!kinds.includes(kind)) refused.push(`${name}: sources of the kind ${kind} are not allowed here (sensor.kinds)`)
    else return true
    return false
  })
  return { sources, problem: refused.length === 0 ? null : refused.join('; ').slice(0, MOST_CHARACTERS) }
}

const keptSchema = z.strictObject({ version: z.int().min(0), entries: z.array(z.unknown()) })

const NOTHING: HubSources = { version: 0, entries: [] }

const SOURCES = 'sources.json'

/** Of a problem, as the hub takes it. */
const MOST_CHARACTERS = 1_000

function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues
  return issue === undefined ? messageOf(error) : `${issue.path.join('.')} ${issue.message}`.slice(0, MOST_CHARACTERS)
}
