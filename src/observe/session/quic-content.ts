import { MAX_HANDSHAKE_BYTES, MAX_QUIC_DATAGRAMS } from './defaults.ts'
import type { Flow, Side } from './flow.ts'
import type { InitialPacket } from './quic-initial.ts'
import { cryptoFrames, initialPackets } from './quic-initial.ts'
import { initialKeys, openInitial } from './quic-keys.ts'
import { StreamAssembler } from './stream-assembler.ts'
import type { SessionContext } from './stream-protocol.ts'
import { TlsHandshake } from './tls-handshake.ts'

/** The hellos in the Initial packets of a QUIC connection → one event `ssl`. What follows them is encrypted for good. */
export class QuicContent {
  readonly #flow: Flow
  readonly #handshake: TlsHandshake
  readonly #streams: readonly [StreamAssembler, StreamAssembler]
  #destinationId: Uint8Array | null = null
  #client: Side = 0
  #time = Number.NaN
  #datagrams = 0

  constructor(flow: Flow, context: SessionContext) {
    this.#flow = flow
    this.#handshake = new TlsHandshake(flow, context, 'q')
    const stream = (side: Side): StreamAssembler => {
      const assembler = new StreamAssembler(context.budget, { data: bytes => this.#handshake.accept(side, bytes, this.#time), gap: () => {} })
      assembler.start(0)
      return assembler
    }
    this.#streams = [stream(0), stream(1)]
  }

  /** Whether more is wanted. @param time of the packet, in microseconds */
  accept(side: Side, datagram: Uint8Array, time: number): boolean {
    this.#time = time
    for (const packet of initialPackets(datagram)) {
      const content = this.#open(side, packet)
      if (content === null) continue
      this.#flow.service = 'quic,ssl'
      for (const { offset, bytes } of cryptoFrames(content)) {
        if (offset + bytes.length <= MAX_HANDSHAKE_BYTES) this.#streams[side].accept(offset, bytes)
      }
    }
    return !this.#handshake.hasBothHellos && ++this.#datagrams < 2 * MAX_QUIC_DATAGRAMS
  }

  end(): void {
    for (const side of [0, 1] as const) {
      this.#streams[side].drop()
      this.#handshake.finish(side)
    }
    this.#handshake.tell(this.#handshake.hasBothHellos)
  }

  /** The keys are those of the client's first packet; after a Retry those of its second, so a client's own are tried too. */
  #open(side: Side, { version, destinationId, bytes, numberAt }: InitialPacket): Uint8Array | null {
    if (this.#destinationId !== null) {
      const content = openInitial(bytes, numberAt, initialKeys(version, this.#destinationId, side === this.#client ? 'client' : 'server'))
      if (content !== null || side !== this.#client) return content
    }
    const content = openInitial(bytes, numberAt, initialKeys(version, destinationId, 'client'))
    if (content === null) return null
    this.#destinationId = destinationId.slice()
    this.#client = side
    return content
  }
}
