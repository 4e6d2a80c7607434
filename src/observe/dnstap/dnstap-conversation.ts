import { LF } from '../../pipeline/collect/segment.ts'
import { jsonText } from '../../platform/json-text.ts'
import type { FramedMessages, Peer, StreamFramer } from '../syslog-stream/stream-framer.ts'
import { controlBytes, DNSTAP, offersDnstap, readControl } from './control-frame.ts'
import { dnstapEvent } from './dnstap-fields.ts'
import { readDnstap } from './dnstap-message.ts'
import { FrameSplitter } from './frame-splitter.ts'

/**
 * One connection of a name server, in both ways that Frame Streams has: one that asks first (READY, which is answered by ACCEPT) and is told at the end that all is
 * kept (STOP, FINISH), and one that only sends (START, data, STOP). What is not dnstap is refused, and the connection ended.
 */
export class DnstapConversation implements StreamFramer {
  readonly #refuse: (reason: string) => void
  readonly #peer: Peer
  readonly #splitter = new FrameSplitter()
  /** `asked`: its READY was answered. `stopped`: nothing more comes. */
  #state: 'new' | 'asked' | 'started' | 'stopped' | 'ended' = 'new'
  #isAnswered = false

  constructor(refuse: (reason: string) => void, peer: Peer) {
    this.#refuse = refuse
    this.#peer = peer
  }

  push(piece: Buffer): FramedMessages | null {
    if (this.#hasEnded()) return null
    const lines: Buffer[] = []
    for (const { kind, content } of this.#splitter.push(piece)) {
      if (this.#hasEnded()) break
      if (kind === 'control') this.#control(content)
      else this.#data(content, lines)
    }
    if (this.#splitter.fault !== null && !this.#hasEnded()) this.#end(this.#splitter.fault.reason)
    return { lines, count: lines.length }
  }

  end(): FramedMessages {
    if (!this.#hasEnded() && this.#splitter.unfinished !== null) this.#refuse('the connection ended within a frame')
    return { lines: [], count: 0 }
  }

  kept(): void {
    if (this.#state !== 'stopped') return
    this.#state = 'ended'
    if (this.#isAnswered) this.#peer.write(controlBytes('finish'))
    this.#peer.end()
  }

  #hasEnded(): boolean {
    return this.#state === 'ended'
  }

  #control(content: Buffer): void {
    const control = readControl(content)
    if (control === null) return this.#end('a control frame that is not known')
    const { kind } = control
    if ((kind === 'ready' || kind === 'start') && !offersDnstap(control)) return this.#end(`it sends ${control.contentTypes.join(', ')}, not ${DNSTAP}`)
    if (kind === 'ready' && this.#state === 'new') {
      this.#state = 'asked'
      this.#isAnswered = true
      this.#peer.write(controlBytes('accept', DNSTAP))
    } else if (kind === 'start' && (this.#state === 'new' || this.#state === 'asked')) this.#state = 'started'
    else if (kind === 'stop' && this.#state === 'started') this.#state = 'stopped'
    else this.#end(`${kind.toUpperCase()} where it does not belong`)
  }

  #data(content: Buffer, lines: Buffer[]): void {
    if (this.#state !== 'started') return this.#end('data before its START or after its STOP')
    const message = readDnstap(content)
    if (typeof message === 'string') return this.#refuse(message)
    const { fields, problem } = dnstapEvent(message)
    if (problem !== null) this.#refuse(problem)
    lines.push(Buffer.from(`${jsonText(fields)}${String.fromCharCode(LF)}`))
  }

  #end(reason: string): void {
    this.#state = 'ended'
    this.#refuse(`${reason}; the connection is closed`)
    this.#peer.end()
  }
}
