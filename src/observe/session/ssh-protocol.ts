import { MAX_BANNER_BYTES } from './defaults.ts'
import type { Flow, Side } from './flow.ts'
import { HeldBytes } from './held-bytes.ts'
import { sessionEvent } from './session-event.ts'
import type { Progress, SessionContext, StreamProtocol } from './stream-protocol.ts'

const LINE_FEED = 10

/** Whether bytes start as an SSH identification (RFC 4253, section 4.2). */
export function startsSsh(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0x53 && bytes[1] === 0x53 && bytes[2] === 0x48 && bytes[3] === 0x2d
}

/** The identifications of both sides → one event `ssh`. */
export class SshProtocol implements StreamProtocol {
  readonly service = 'ssh'
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #held: readonly [HeldBytes, HeldBytes]
  readonly #banners: [string | null, string | null] = [null, null]
  #time = Number.NaN
  #told = false

  constructor(flow: Flow, context: SessionContext) {
    this.#flow = flow
    this.#context = context
    this.#held = [new HeldBytes(context.budget, MAX_BANNER_BYTES), new HeldBytes(context.budget, MAX_BANNER_BYTES)]
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    if (Number.isNaN(this.#time)) this.#time = time
    if (this.#banners[side] !== null) return 'goes-on'
    const held = this.#held[side]
    const room = MAX_BANNER_BYTES - held.bytes.length
    if (room === 0 || !held.append(bytes.subarray(0, room))) return this.#giveUp()
    for (let end = held.bytes.indexOf(LINE_FEED); end >= 0; end = held.bytes.indexOf(LINE_FEED)) {
      const line = held.bytes.subarray(0, end)
      // A server may say other lines before.
      const text = startsSsh(line) ? Buffer.from(line).toString('latin1').replace(/\r$/, '') : null
      held.consume(end + 1)
      if (text === null) continue
      this.#banners[side] = text
      held.drop()
      break
    }
    return this.#banners[0] !== null && this.#banners[1] !== null ? this.#giveUp() : 'goes-on'
  }

  gap(): Progress {
    return this.#giveUp()
  }

  end(): void {
    this.#giveUp()
  }

  #giveUp(): Progress {
    for (const held of this.#held) held.drop()
    this.#tell()
    return 'done'
  }

  #tell(): void {
    if (this.#told) return
    this.#told = true
    const { originator } = this.#flow
    const client = this.#banners[originator]
    const server = this.#banners[originator === 0 ? 1 : 0]
    const banner = server ?? client
    if (banner === null) return
    this.#context.emit(sessionEvent(this.#flow, 'ssh', this.#time, {
      version: banner.startsWith('SSH-1.') && !banner.startsWith('SSH-1.99') ? 1 : 2,
      client: client ?? undefined,
      server: server ?? undefined,
    }))
  }
}
