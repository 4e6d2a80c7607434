import type { ChildProcessByStdio } from 'node:child_process'
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../../platform/noroshi-error.ts'
import { captureCommand, type CaptureCommand, type CaptureSource } from './capture-command.ts'
import { DROPS_MS, LAST_CHARACTERS, RESTART_MS, STEADY_MS } from './defaults.ts'

/**
 * Captures from an interface with the program that the system has for it, for as long as it is wanted: one that ends is started again, after growing
 * pauses. What the kernel dropped because nobody read fast enough is counted over all of them.
 */
export class LiveCapture {
  readonly #source: CaptureSource
  readonly #stop = new AbortController()
  #dropsBefore = 0
  #dropsNow = 0
  /** Why nothing is captured now; null while something is. */
  problem: string | null = 'not started'

  constructor(source: CaptureSource) {
    this.#source = source
  }

  /** Packets that the kernel had to drop. */
  get dropped(): number {
    return this.#dropsBefore + this.#dropsNow
  }

  /** Each start is a capture of its own, with its header; ends after {@link stop}. */
  async* captures(): AsyncGenerator<AsyncIterable<Uint8Array>, void, undefined> {
    let pause: number = RESTART_MS.first
    while (!this.#stop.signal.aborted) {
      const started = Date.now()
      const command = captureCommand(this.#source)
      if (command === null) this.problem = 'neither tcpdump nor dumpcap is installed'
      else yield this.#run(command)
      if (Date.now() - started > STEADY_MS) pause = RESTART_MS.first
      await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => {})
      pause = Math.min(2 * pause, RESTART_MS.longest)
    }
  }

  stop(): void {
    this.#stop.abort()
  }

  async* #run({ program, args, askBy, dropsIn }: CaptureCommand): AsyncGenerator<Uint8Array, void, undefined> {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`, LC_ALL: 'C' } })
    const ended = endOf(child)
    let said = ''
    createInterface({ input: child.stderr }).on('line', line => {
      const drops = dropsIn(line)
      if (drops !== null) this.#dropsNow = drops
      else said = `${said}${line}; `.slice(-LAST_CHARACTERS)
    })
    // Before it has begun to write it does not know the signal, and would end.
    const asking = setInterval(() => { if (askBy !== null && this.problem === null) child.kill(askBy) }, DROPS_MS)
    const stop = () => void child.kill()
    this.#stop.signal.addEventListener('abort', stop, { once: true })
    try {
      for await (const block of child.stdout) {
        this.problem = null
        yield block as Uint8Array
      }
      const how = await ended
      this.problem = `${program} ${how}${said === '' ? '' : `: ${said.replace(/; $/, '')}`}`
    } catch (cause) {
      this.problem = `${program}: ${messageOf(cause)}`
    } finally {
      clearInterval(asking)
      this.#stop.signal.removeEventListener('abort', stop)
      child.kill()
      this.#dropsBefore += this.#dropsNow
      this.#dropsNow = 0
    }
  }
}

/** How it ended, in words; one that could not start has ended too. */
function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<string> {
  return new Promise(resolve => {
    child.once('error', cause => resolve(`could not be started: ${messageOf(cause)}`))
    child.once('close', (code, signal) => resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`))
  })
}
