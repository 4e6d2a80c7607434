import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { folderError } from '../../platform/data-folder.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'

/** A file of a rule set, by its path within the set. */
export interface RuleSetFile {
  readonly path: string
  readonly text: string
}

/**
 * Sets of rules that were added, each a folder of its own in the data folder. Whoever reads sees whole sets: a new one is written beside and
 * then put in the place of the old one.
 */
export class RuleSets {
  readonly #folder: string

  /** @param folder absolute; need not be there yet */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** By name. */
  list(): readonly { readonly name: string; readonly path: string }[] {
    if (!existsSync(this.#folder)) return []
    return readdirSync(this.#folder).filter(isSetName).sort().map(name => ({ name, path: join(this.#folder, name) }))
  }

  /** @throws NoroshiError `bad-rule-set` for a name that is no folder's name */
  pathOf(name: string): string {
    if (!isSetName(name)) throw new NoroshiError('bad-rule-set', `"${name}" cannot be the name of a rule set`)
    return join(this.#folder, name)
  }

  /** The files of a set; none where there is no set of this name. */
  filesOf(name: string): readonly RuleSetFile[] {
    const folder = this.pathOf(name)
    if (!existsSync(folder)) return []
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(({ parentPath, name: file }) => {
      const place = join(parentPath, file)
      return { path: relative(folder, place), text: readFileSync(place, 'utf8') }
    })
  }

  /** Writes the files beside, and returns where: to be looked at, and then put in place or dropped. @throws NoroshiError `disk-full`, `data-unusable` */
  prepare(files: readonly RuleSetFile[]): string {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      const folder = mkdtempSync(join(this.#folder, PREPARED))
      for (const { path, text } of files) {
        const place = join(folder, normalize(join('/', path)))
        mkdirSync(dirname(place), { recursive: true })
        writeFileSync(place, text)
      }
      return folder
    } catch (cause) {
      throw folderError(this.#folder, cause)
    }
  }

  drop(prepared: string): void {
    rmSync(prepared, { recursive: true, force: true })
  }

  /** Puts prepared files in the place of the set of this name. */
  replace(name: string, prepared: string): void {
    const path = this.pathOf(name)
    const old = join(this.#folder, `${PREPARED}old-${name}`)
    try {
      rmSync(old, { recursive: true, force: true })
      if (existsSync(path)) renameSync(path, old)
      renameSync(prepared, path)
      rmSync(old, { recursive: true, force: true })
    } catch (cause) {
      throw folderError(this.#folder, cause)
    }
  }

  /** @throws NoroshiError `bad-rule-set` when there is none of this name */
  remove(name: string): void {
    const path = this.pathOf(name)
    if (!existsSync(path)) throw new NoroshiError('bad-rule-set', `there is no rule set "${name}"`)
    rmSync(path, { recursive: true })
  }
}

/** Begins the names of what is no set yet, or no longer. */
const PREPARED = '.'

function isSetName(name: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(name)
}
