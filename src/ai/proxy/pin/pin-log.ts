import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PIN_FILE_BYTES } from '../defaults.ts'
import type { PinEntry } from './pin-entry.ts'
import { pinEntrySchema } from './pin-entry.ts'
import type { PinState, PinStates } from './pin-states.ts'
import { addToStates } from './pin-states.ts'

interface Known {
  readonly inode: number
  readonly bytes: number
  /** Of the first entry, ISO 8601; null: there is none. */
  readonly began: string | null
  readonly states: Map<string, PinState>
}

const EMPTY: Known = { inode: 0, bytes: 0, began: null, states: new Map() }

/**
 * The descriptions of one server and what was decided about them, as lines of a file that only grows: it is its own history, and several programs may write it.
 */
export class PinLog {
  readonly path: string
  #known: Known = EMPTY

  constructor(path: string) {
    this.path = path
  }

  /** Where everything stands; read again when the file has changed. @throws Error for a file that cannot be read or is too large */
  states(): PinStates {
    return this.#read().states
  }

  /** When the first entry was made, ISO 8601; null: there is none. */
  began(): string | null {
    return this.#read().began
  }

  /** @throws what the file system says */
  append(entry: PinEntry): void {
    const before = this.#read()
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
    // A line that was cut off by a death is told apart by this one's beginning.
    const line = `\n${JSON.stringify(entry)}\n`
    appendFileSync(this.path, line, { mode: 0o600 })
    const { ino, size } = statSync(this.path)
    // What nobody else wrote meanwhile need not be read again.
    if (size !== before.bytes + Buffer.byteLength(line) || (before.bytes > 0 && ino !== before.inode)) return
    const states = before === EMPTY ? new Map<string, PinState>() : before.states
    addToStates(states, entry)
    this.#known = { inode: ino, bytes: size, began: before.began ?? entry.time, states }
  }

  #read(): Known {
    const stats = statSync(this.path, { throwIfNoEntry: false })
    if (stats === undefined) return EMPTY
    if (stats.ino === this.#known.inode && stats.size === this.#known.bytes) return this.#known
    if (stats.size > PIN_FILE_BYTES) throw new Error(`${this.path} is larger than ${PIN_FILE_BYTES} bytes`)
    const text = readFileSync(this.path)
    const entries = text.toString('utf8').split('\n').flatMap(entryIn)
    const states = new Map<string, PinState>()
    for (const entry of entries) addToStates(states, entry)
    this.#known = { inode: stats.ino, bytes: text.length, began: entries[0]?.time ?? null, states }
    return this.#known
  }
}

/** Where the pins of a server are kept. @param folder of all pins */
export function pinFile(folder: string, server: string): string {
  return join(folder, `${server}.jsonl`)
}

function entryIn(line: string): PinEntry[] {
  if (line === '') return []
  try {
    return [pinEntrySchema.parse(JSON.parse(line))]
  } catch {
    return []
  }
}
