import { statfsSync } from 'node:fs'
import { DISK_RESERVE_BYTES, ROOM_CHECK_MS, SPOOL_BYTES } from './defaults.ts'

/** Why nothing is taken now. `disk-full`: too little room on the disk; `behind`: too much waits for the store; `disk-error`: anything else. */
export type PauseReason = 'disk-full' | 'behind' | 'disk-error'

export interface SpoolLimits {
  /** Of sealed segments that wait, of all sources together. */
  readonly spoolBytes: number
  /** Left free on the disk. */
  readonly reserveBytes: number
}

/** What the spools of all sources share: the disk, and how much of it may wait there. */
export class SpoolRoom {
  readonly folder: string
  readonly #limits: SpoolLimits
  #waiting = 0
  #checked = -Infinity
  #isFull = false

  constructor(folder: string, { spoolBytes = SPOOL_BYTES, reserveBytes = DISK_RESERVE_BYTES }: Partial<SpoolLimits> = {}) {
    this.folder = folder
    this.#limits = { spoolBytes, reserveBytes }
  }

  /** Bytes of sealed segments that wait. */
  get waiting(): number {
    return this.#waiting
  }

  sealed(bytes: number): void {
    this.#waiting += bytes
  }

  fed(bytes: number): void {
    this.#waiting = Math.max(0, this.#waiting - bytes)
  }

  /** Why nothing may be written now; null when it may. The disk is asked once in {@link ROOM_CHECK_MS}. */
  refusal(): 'disk-full' | 'behind' | null {
    if (this.#waiting >= this.#limits.spoolBytes) return 'behind'
    if (performance.now() - this.#checked >= ROOM_CHECK_MS) {
      const { bavail, bsize } = statfsSync(this.folder)
      this.#isFull = bavail * bsize < this.#limits.reserveBytes
      this.#checked = performance.now()
    }
    return this.#isFull ? 'disk-full' : null
  }

  /** The disk said so itself: asked again only after a while. */
  foundFull(): void {
    this.#isFull = true
    this.#checked = performance.now()
  }
}
