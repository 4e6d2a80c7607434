import { setTimeout as sleep } from 'node:timers/promises'
import { connectionFault } from '../../platform/connection-fault.ts'
import { MOST_POLL_RETRY_MS, POLL_RETRY_MS } from './defaults.ts'
import type { Receiver } from './receiver.ts'
import type { StreamSpool } from './stream-spool.ts'

export interface PollOptions {
  readonly places: readonly string[]
  /** Milliseconds between looks. */
  readonly everyMs: number
  /** Takes what is new. @throws Error with the reason for people; it is tried again, after growing pauses */
  look(signal: AbortSignal): Promise<void>
}

/** Looks again and again for what is new somewhere; the first time at once. */
export function poll({ places, everyMs, look }: PollOptions, spool: StreamSpool): Receiver {
  const stop = new AbortController()
  let trouble: string | null = null
  const run = async () => {
    for (let retry = POLL_RETRY_MS; !stop.signal.aborted;) {
      let wait = everyMs
      try {
        await look(stop.signal)
        trouble = null
        retry = POLL_RETRY_MS
      } catch (cause) {
        if (stop.signal.aborted) return
        if (trouble === null) spool.meter.refuse(connectionFault(cause))
        trouble = connectionFault(cause)
        wait = Math.max(retry, Math.min(everyMs, MOST_POLL_RETRY_MS))
        retry = Math.min(retry * 2, MOST_POLL_RETRY_MS)
      }
      await sleep(wait, undefined, { signal: stop.signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    places,
    trouble: () => trouble,
    async close() {
      stop.abort()
      await running
    },
  }
}
