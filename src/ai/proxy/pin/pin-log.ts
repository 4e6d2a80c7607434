import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { PIN_FILE_BYTES } from '../defaults.ts'

/** What is pinned of a server: each of its tools and templates, what it says of itself, an agent's card. */
export const PIN_KINDS = ['tool', 'prompt', 'instructions', 'card'] as const

export type PinKind = (typeof PIN_KINDS)[number]

const entrySchema = z.object({
  /** ISO 8601, UTC. */
  time: z.iso.datetime(),
  kind: z.enum(PIN_KINDS),
  name: z.string(),
  /** SHA-256 of the description in canonical form, hex. */
  hash: z.string(),
  decision: z.enum(['seen', 'accepted']),
  /** Who decided: a person, or `first-use`. */
  by: z.string(),
  /** As it was described; with the decision of a person it stands with what that person saw. */
  definition: z.unknown().optional(),
})

/** A description that was met, or a decision about one. */
export type PinEntry = z.infer<typeof entrySchema>

/**
 * The descriptions of one server and what was decided about them, as lines of a file that only grows: it is its own history, and several programs may write it.
 */
export class PinLog {
  readonly path: string
  #known: { readonly mark: string; readonly entries: readonly PinEntry[] } = { mark: '', entries: [] }

  constructor(path: string) {
    this.path = path
  }

  /** Read again when the file has changed. @throws Error for a file that cannot be read or is too large */
  entries(): readonly PinEntry[] {
    const stats = statSync(this.path, { throwIfNoEntry: false })
    if (stats === undefined) return []
    const mark = `${stats.ino} ${stats.size} ${stats.mtimeMs}`
    if (mark === this.#known.mark) return this.#known.entries
    if (stats.size > PIN_FILE_BYTES) throw new Error(`${this.path} is larger than ${PIN_FILE_BYTES} bytes`)
    this.#known = { mark, entries: readFileSync(this.path, 'utf8').split('\n').flatMap(entryIn) }
    return this.#known.entries
  }

  /** @throws what the file system says */
  append(entry: PinEntry): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
    // A line that was cut off by a death is told apart by this one's beginning.
    appendFileSync(this.path, `\n${JSON.stringify(entry)}\n`, { mode: 0o600 })
  }
}

/** Where the pins of a server are kept. @param folder of all pins */
export function pinFile(folder: string, server: string): string {
  return join(folder, `${server}.jsonl`)
}

function entryIn(line: string): PinEntry[] {
  if (line === '') return []
  try {
    return [entrySchema.parse(JSON.parse(line))]
  } catch {
    return []
  }
}
