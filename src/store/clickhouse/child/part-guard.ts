import { readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EngineException } from '../engine-exception.ts'
import { quotedName, textLiteral } from '../sql/literals.ts'
import type { EngineSession } from './engine-session.ts'

/**
 * Watches over what the engine puts on the disk. The embedded engine (chDB 26.7) goes on when a write fails for want of room: an insert is
 * answered as done, and a merge takes the place of its sources, with files that are short or empty. So every part is looked at before its
 * insert is answered, and every other new one soon after: the sources of a merge stay on the disk for some minutes.
 */
export class PartGuard {
  readonly #session: EngineSession
  readonly #startAgain: (reason: string) => void
  /** Folders of parts that are known to be whole. */
  #whole = new Set<string>()
  /** Folders of parts that were there when the engine opened: what was inserted with them may have been answered as done. */
  readonly #older = new Set<string>()
  /** How often inserted rows were not whole. */
  #losses = 0
  #looking: Promise<void> = Promise.resolve()

  /**
   * Of an engine that has just opened its folder. It has compared sizes itself, but on a full disk it may have gone on with a part whose description it wrote anew, and
   * which came to nothing; so older parts are looked at too.
   *
   * @param startAgain ends the engine at once: at its next start it takes what a part that is set aside was made of
   */
  static async open(session: EngineSession, startAgain: (reason: string) => void): Promise<PartGuard> {
    const guard = new PartGuard(session, startAgain)
    for (const { path } of await guard.#parts()) if (await isOlder(path)) guard.#older.add(path)
    return guard
  }

  private constructor(session: EngineSession, startAgain: (reason: string) => void) {
    this.#session = session
    this.#startAgain = startAgain
  }

  /**
   * Runs an insert.
   *
   * @throws {EngineException} 243 when what it wrote is not whole; nothing that is broken is left of it
   */
  async minding<T>(insert: () => Promise<T>): Promise<T> {
    const before = this.#losses
    const result = await insert()
    await this.look()
    // Whose of several inserts at once it was is not known: each is done again by whoever asked for it.
    if (this.#losses !== before) throw new EngineException(243, 'NOT_ENOUGH_SPACE', 'The disk was full while the rows were written')
    return result
  }

  /** Looks at the parts that came since the last look. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#lookAtNew(), () => this.#lookAtNew())
    return this.#looking
  }

  close(): void {
    this.#session.close()
  }

  async #lookAtNew(): Promise<void> {
    const whole = new Set<string>()
    for (const part of await this.#parts()) {
      if (this.#whole.has(part.path) || await hasItsSize(part) || await this.#isWhole(part) || !await this.#giveUp(part)) whole.add(part.path)
    }
    this.#whole = whole
  }

  async #parts(): Promise<readonly Part[]> {
    return partRows.parse(await this.#rows(`
      SELECT database, table, name, path, toFloat64(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database != 'system'`))
  }

  /** As the engine judges when it reads all of it; of a part that is gone meanwhile there is nothing to say. */
  async #isWhole({ database, table, name }: Part): Promise<boolean> {
    try {
      const checked = await this.#rows(`
        CHECK TABLE ${quotedName(database)}.${quotedName(table)} PART ${textLiteral(name)} SETTINGS check_query_single_value_result = 0`)
      return checkRows.parse(checked).every(({ is_passed }) => is_passed === 1)
    } catch (cause) {
      if (cause instanceof EngineException && cause.code === NO_SUCH_PART) return true
      throw cause
    }
  }

  /** @returns false for an older part that cannot be moved: an engine with it does better than none */
  async #giveUp(part: Part): Promise<boolean> {
    this.#losses++
    const { database, table, name, path } = part
    const wasThere = this.#older.has(path)
    if (INSERTED.test(name) && !wasThere) {
      // That, too, needs some room.
      const dropped = await this.#run(`ALTER TABLE ${quotedName(database)}.${quotedName(table)} DROP PART ${textLiteral(name)}`).then(() => true, () => false)
      if (dropped) return true
    }
    if (!await setAside(part) && wasThere) return false
    this.#startAgain(`part ${name} of ${table} was made on a full disk and is not whole`)
    return true
  }

  async #rows(query: string): Promise<unknown[]> {
    const text = await this.#run(query)
    return text.split('\n').filter(line => line !== '').map(line => JSON.parse(line) as unknown)
  }

  async #run(query: string): Promise<string> {
    const result = await this.#session.run(query, 'JSONEachRow', { database: null, settings: new Map(), parameters: new Map() })
    return Buffer.from(result.bytes()).toString('utf8')
  }
}

const partRows = z.array(z.object({ database: z.string(), table: z.string(), name: z.string(), path: z.string(), bytes: z.number() }))
type Part = z.infer<typeof partRows>[number]

const checkRows = z.array(z.object({ is_passed: z.number() }))

const NO_SUCH_PART = 232

/** Merges of the same parts that are kept broken; the engine itself keeps no more. */
const SET_ASIDE_LIMIT = 10

/** A part as an insert makes it: of one block, and never merged or changed (`partition_block_block_0`). */
const INSERTED = /_(\d+)_\1_0$/

/** Files of a part that the engine does not count; small, and written whole or not at all up to a page. */
const UNCOUNTED: ReadonlySet<string> = new Set(['checksums.txt', 'columns.txt', 'columns_substreams.txt', 'default_compression_codec.txt', 'metadata_version.txt'])
const PAGE_BYTES = 4_096

async function isOlder(path: string): Promise<boolean> {
  // A part that was merged away meanwhile is of no interest.
  return stat(path).then(({ mtimeMs }) => mtimeMs < performance.timeOrigin, () => false)
}

/** Where the engine keeps what it finds broken itself: left in its place, a part would be taken for whole again at every start. */
async function setAside({ name, path }: Part): Promise<boolean> {
  for (let attempt = 0; attempt < SET_ASIDE_LIMIT; attempt++) {
    try {
      await rename(path, join(path, '..', 'detached', `broken_${name}${attempt === 0 ? '' : `_try${attempt}`}`))
      return true
    } catch (cause) {
      // The same merge failed before.
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOTEMPTY')) return false
    }
  }
  return false
}

/** Whether the files are as long as the engine believes; where this says no, the engine has to look itself. */
async function hasItsSize({ path, bytes }: Part): Promise<boolean> {
  try {
    let counted = 0
    for (const name of await readdir(path)) {
      const { size } = await stat(join(path, name))
      if (!UNCOUNTED.has(name)) counted += size
      else if (size % PAGE_BYTES === 0) return false
    }
    return counted === bytes
  } catch {
    return false
  }
}
