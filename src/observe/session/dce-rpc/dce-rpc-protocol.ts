import type { Flow, Side } from '../flow.ts'
import { HeldBytes } from '../held-bytes.ts'
import { sessionEvent } from '../session-event.ts'
import type { Progress, SessionContext, StreamProtocol } from '../stream-protocol.ts'
import { DceRpcCalls, lengthOf, startsDceRpc } from './dce-rpc-calls.ts'

const MAX_PACKET_BYTES = 65_535
const HEADER_BYTES = 16

/** DCE/RPC over TCP → an event `dce_rpc` for each call. What is encrypted hides arguments only, not which operation is called. */
export class DceRpcProtocol implements StreamProtocol {
  readonly service = 'dce_rpc'
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #client: Side
  readonly #held: HeldBytes
  readonly #calls = new DceRpcCalls()

  constructor(flow: Flow, context: SessionContext, client: Side) {
    this.#flow = flow
    this.#context = context
    this.#client = client
    this.#held = new HeldBytes(context.budget, MAX_PACKET_BYTES)
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    let rest = side === this.#client ? bytes : bytes.subarray(bytes.length)
    while (rest.length > 0) {
      const part = rest.subarray(0, MAX_PACKET_BYTES - this.#held.bytes.length)
      if (part.length === 0 || !this.#held.append(part) || !this.#read(time)) return 'done'
      rest = rest.subarray(part.length)
    }
    return 'goes-on'
  }

  gap(side: Side): Progress {
    return side === this.#client ? 'done' : 'goes-on'
  }

  end(): void {
    this.#held.drop()
  }

  #read(time: number): boolean {
    for (;;) {
      const { bytes } = this.#held
      if (bytes.length < HEADER_BYTES) return true
      const length = lengthOf(bytes)
      if (bytes[0] !== 5 || length < HEADER_BYTES) return false
      if (bytes.length < length) return true
      const call = startsDceRpc(bytes) ? this.#calls.accept(Buffer.from(bytes.buffer, bytes.byteOffset, length)) : null
      if (call !== null) this.#context.emit(sessionEvent(this.#flow, 'dce_rpc', time, { named_pipe: String(this.#flow.ports[this.#client === 0 ? 1 : 0]), ...call }))
      this.#held.consume(length)
    }
  }
}
