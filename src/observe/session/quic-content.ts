import { MAX_HANDSHAKE_BYTES, MAX_QUIC_DATAGRAMS } from './defaults.ts'
import type { Flow, Side } from './flow.ts'
import type { InitialPacket } from './quic-initial.ts'
import { cryptoFrames, initialPackets } from './quic-initial.ts'
import { initialKeys, openInitial } from './quic-keys.ts'
import { sessionEvent } from './session-event.ts'
import { StreamAssembler } from './stream-assembler.ts'
import type { SessionContext } from './stream-protocol.ts'
import { TlsHandshake } from './tls-handshake.ts'

/** The hellos in the Initial packets of a QUIC connection → one event `quic` and one `ssl`. What follows them is encrypted for good. */
export class QuicContent {
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #handshake: TlsHandshake
  readonly #streams: readonly [StreamAssembler, StreamAssembler]
  #destinationId: Uint8Array | null = null
  #client: Side = 0
  /** Of the client's first packet. */
  #first: { readonly version: string, readonly destinationId: string, readonly sourceId: string, readonly time: number } | null = null
  #serverId: string | undefined
  #time = Number.NaN
  #datagrams = 0

  constructor(flow: Flow, context: SessionContext) {
    this.#flow = flow
    this.#context = context
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
    this.#tell()
    this.#handshake.tell(this.#handshake.hasBothHellos)
  }

  /** As Zeek's `quic.log`; `client_protocol` is the protocol that the client offers first. */
  #tell(): void {
    if (this.#first === null) return
    const { version, destinationId, sourceId, time } = this.#first
    const { serverName, protocol } = this.#handshake.asked
    this.#context.emit(sessionEvent(this.#flow, 'quic', time, {
      version, client_initial_dcid: destinationId, client_scid: sourceId, server_scid: this.#serverId, server_name: serverName, client_protocol: protocol,
    }))
    this.#first = null
  }

  /** The keys are those of the client's first packet; after a Retry those of its second, so a client's own are tried too. */
  #open(side: Side, { version, destinationId, sourceId, bytes, numberAt }: InitialPacket): Uint8Array | null {
    if (this.#destinationId !== null) {
      const content = openInitial(bytes, numberAt, initialKeys(version, this.#destinationId, side === this.#client ? 'client' : 'server'))
      if (content !== null && side !== this.#client) this.#serverId ??= hexOf(sourceId)
      if (content !== null || side !== this.#client) return content
    }
    const content = openInitial(bytes, numberAt, initialKeys(version, destinationId, 'client'))
    if (content === null) return null
    this.#destinationId = destinationId.slice()
    this.#client = side
    this.#first ??= { version: version.name, destinationId: hexOf(destinationId), sourceId: hexOf(sourceId), time: this.#time }
    return content
  }
}

function hexOf(id: Uint8Array): string {
  return Buffer.from(id).toString('hex')
}
