import { renameSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing } from '../../store/evidence/store-error.ts'
import { SPARE_FILES } from './defaults.ts'

/**
 * Spool files that the store has read, kept to be written over: the pages of a new file are what a write costs (a twentieth of it where they are
 * there already), and each group of chunks is a hundred megabytes of them. Their names are fixed, so that workers take one by renaming it, without asking.
 */
export class SpareFiles {
  readonly #folder: string
  #next = 0

  /** @param folder of the spool files */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Keeps a file that nobody reads any more, in the place of another when there are enough. */
  async keep(path: string): Promise<void> {
    await rename(path, spareAt(this.#folder, this.#next++ % SPARE_FILES)).catch(unlessMissing)
  }

  /** Gives back the room they take. */
  async remove(): Promise<void> {
    for (let number = 0; number < SPARE_FILES; number++) await rm(spareAt(this.#folder, number), { force: true })
  }
}

/** For a worker: a spare file, if there is one, becomes the file at the path. */
export function takeSpare(path: string): void {
  for (let number = 0; number < SPARE_FILES; number++) {
    try {
      return renameSync(spareAt(dirname(path), number), path)
    } catch (cause) {
      unlessMissing(cause)
    }
  }
}

function spareAt(folder: string, number: number): string {
  return join(folder, `spare.${number}`)
}

function unlessMissing(cause: unknown): void {
  if (!isMissing(cause)) throw cause
}
