import { spawnSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs'

/** A folder that is a disk of its own in memory, whose size changes as the test wants. */
export class SmallDisk {
  readonly #folder: string

  /** Moves a folder onto a disk of its own, with what is in it. Answers null where this machine does not allow that. */
  static under(folder: string): SmallDisk | null {
    const aside = `${folder}-aside`
    renameSync(folder, aside)
    mkdirSync(folder)
    const isMounted = run('/bin/mount', '-t', 'tmpfs', '-o', `size=${LARGE}`, 'tmpfs', folder)
    if (isMounted && !run('/bin/cp', '-a', `${aside}/.`, folder)) throw new Error(`${aside} could not be copied`)
    if (isMounted) rmSync(aside, { recursive: true })
    else {
      rmSync(folder, { recursive: true })
      renameSync(aside, folder)
    }
    return isMounted ? new SmallDisk(folder) : null
  }

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Makes it as small as what is on it, and so many bytes more. */
  fill(left = 0): void {
    for (let tries = 0; tries < 100; tries++) {
      const { blocks, bfree, bsize } = statfsSync(this.#folder)
      // None at all would mean no limit; one that grew meanwhile cannot be as small.
      if (resize(this.#folder, Math.max(blocks - bfree, 1) * bsize + left)) return
    }
    throw new Error(`${this.#folder} grows all the time`)
  }

  /** Gives it room again. */
  empty(): void {
    if (!resize(this.#folder, LARGE)) throw new Error(`${this.#folder} cannot be made large`)
  }

  remove(): void {
    run('/bin/umount', '--lazy', this.#folder)
  }
}

const LARGE = 1_073_741_824

function resize(folder: string, bytes: number): boolean {
  return run('/bin/mount', '-o', `remount,size=${bytes}`, folder)
}

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0
}
