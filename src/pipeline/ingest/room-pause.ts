import { setTimeout as sleep } from 'node:timers/promises'
import { ROOM_POLL_MS } from './defaults.ts'
import { isDiskFull } from './disk-full.ts'

/** Told when intake stops for want of room, and when it goes on. */
export type OnRoom = (state: 'paused' | 'resumed') => void

/** What needs room on a disk waits until there is some: nothing that came in is given up, and nothing new is taken meanwhile. */
export class RoomPause {
  readonly #tell: OnRoom
  #waiting = 0

  constructor(tell: OnRoom) {
    this.#tell = tell
  }

  /** Does the work, again after each pause, until it does not fail for want of room. */
  async whenThereIsRoom<T>(work: () => Promise<T>): Promise<T> {
    for (let paused = false; ;) {
      try {
        const result = await work()
        if (paused) this.#leave()
        return result
      } catch (cause) {
        if (!isDiskFull(cause)) {
          if (paused) this.#leave()
          throw cause
        }
        if (!paused) this.#enter()
        paused = true
        await sleep(ROOM_POLL_MS)
      }
    }
  }

  #enter(): void {
    if (this.#waiting++ === 0) this.#tell('paused')
  }

  #leave(): void {
    if (--this.#waiting === 0) this.#tell('resumed')
  }
}
