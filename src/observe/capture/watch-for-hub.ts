import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { WorkerProcess } from '../../platform/worker-process.ts'
import { RESTART_MS, STEADY_MS, WATCH_LIMITS } from './defaults.ts'
import type { WatchMessage, WatchSetting } from './watch-messages.ts'

/**
 * Watches unused space for a hub: what its process says of members' addresses goes into the spool, and what is news is sealed at once, so that the hub has it
 * within seconds. The process says nothing more until that is kept; one that ends is begun anew.
 */
export function watchForHub(setting: WatchSetting, spool: StreamSpool, log: Log): Receiver {
  const place = 'file' in setting.origin ? setting.origin.file : setting.origin.interface
  let watching: WorkerProcess<WatchMessage> | null = null
  let problem: string | null = null
  let keeping: Promise<void> = Promise.resolve()
  let restart: NodeJS.Timeout | null = null
  let pause: number = RESTART_MS.first
  let isClosed = false
  start()
  return {
    get places() {
      return [problem === null ? place : `${place}: ${problem}`]
    },
    async close() {
      isClosed = true
      if (restart !== null) clearTimeout(restart)
      await watching?.end()
      await keeping
    },
  }

  function start(): void {
    const started = Date.now()
    const own = new WorkerProcess<WatchMessage>(new URL('./watch-process.ts', import.meta.url), setting, WATCH_LIMITS, {
      message(message) {
        spool.meter.drop(message.dropped)
        if (message.problem !== problem && message.problem !== null) log('warn', 'telescope captures nothing', { place, reason: message.problem })
        problem = message.problem
        keeping = keeping.then(() => keep(spool, message)).then(() => own.send({ kind: 'task', task: null }))
          .catch((cause: unknown) => log('error', 'sightings not kept', { cause: messageOf(cause) }))
      },
      gone() {
        watching = null
      },
      died(reason) {
        if (isClosed) return
        if (Date.now() - started > STEADY_MS) pause = RESTART_MS.first
        problem = reason
        log('error', 'the telescope ended', { cause: reason, againInMs: pause })
        restart = setTimeout(start, pause)
        pause = Math.min(2 * pause, RESTART_MS.longest)
      },
    })
    watching = own
  }
}

/** @throws Error when the spool is closed */
async function keep(spool: StreamSpool, { sightings, isNews }: WatchMessage): Promise<void> {
  if (sightings.length === 0) return
  const lines = sightings.map(each => Buffer.from(`${JSON.stringify(each)}\n`))
  await spool.append({ lines, count: lines.length, received: Date.now() * 1_000, transport: 'telescope', sender: null })
  if (isNews) await spool.seal()
}
