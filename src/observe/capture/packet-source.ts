import { createReadStream, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { formatTime } from '../../model/time.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { CaptureReader } from '../packet/capture-reader.ts'
import type { PacketBatch } from '../packet/packet-batch.ts'
import { readCaptures } from '../packet/read-captures.ts'
import type { CaptureSource } from './capture-command.ts'
import { RESTART_MS } from './defaults.ts'
import { LiveCapture } from './live-capture.ts'

/** An interface, or a file: a named pipe, which is opened again whenever its writer has ended, or a capture, which is read once. */
export type PacketOrigin = CaptureSource | { readonly file: string }

/** Where packets come from for as long as the program runs. */
export class PacketSource {
  readonly #origin: PacketOrigin
  readonly #capture: LiveCapture | null
  /** Of a file: why it cannot be read. */
  #problem: string | null = null
  #state: 'starting' | 'running' | 'ended' = 'starting'

  constructor(origin: PacketOrigin) {
    this.#origin = origin
    this.#capture = 'file' in origin ? null : new LiveCapture(origin)
  }

  /** The interface or file. */
  get name(): string {
    return 'file' in this.#origin ? this.#origin.file : this.#origin.interface
  }

  /** Whether packets come as they are sent, so that silence can be told by the clock. */
  get isLive(): boolean {
    return this.#capture !== null
  }

  /** `waiting`: nothing comes now, {@link problem} says why, and it is tried again. */
  get state(): 'starting' | 'running' | 'waiting' | 'ended' {
    return this.#state === 'running' && this.problem !== null ? 'waiting' : this.#state
  }

  /** Null while packets can come. */
  get problem(): string | null {
    if (this.#state === 'starting') return null
    return this.#capture === null ? this.#problem : this.#capture.problem
  }

  /** Packets that the kernel had to drop. */
  get dropped(): number {
    return this.#capture?.dropped ?? 0
  }

  /** Hands packets over until the source ends, which an interface never does. Never throws for content. */
  async run(accept: (batch: PacketBatch) => void): Promise<void> {
    if ('file' in this.#origin) await this.#readFile(this.#origin.file, accept)
    else await this.#capturePackets(accept)
    this.#state = 'ended'
  }

  stop(): void {
    this.#capture?.stop()
  }

  async #capturePackets(accept: (batch: PacketBatch) => void): Promise<void> {
    const reader = new CaptureReader()
    for await (const blocks of this.#capture!.captures()) {
      this.#state = 'running'
      for await (const batch of reader.read(blocks, { error: () => {} })) accept(batch)
    }
  }

  async #readFile(path: string, accept: (batch: PacketBatch) => void): Promise<void> {
    this.#state = 'running'
    const reader = new CaptureReader()
    const report = ({ reason }: { readonly reason: string }) => { this.#problem = `${path}: ${reason} (${formatTime(Date.now() * 1_000)})` }
    while (isPipe(path)) {
      try {
        this.#problem = null
        for await (const batch of reader.read(createReadStream(path), { error: report })) accept(batch)
      } catch (cause) {
        report({ reason: messageOf(cause) })
      }
      await sleep(RESTART_MS.first)
    }
    for await (const batch of readCaptures([path], { standardInput: nothing(), onError: (_, error) => report(error) })) {
      accept(batch)
      // A file does not wait: whoever asks for the state must be answered meanwhile.
      await new Promise(setImmediate)
    }
  }
}

function isPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
