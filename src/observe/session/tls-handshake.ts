import type { X509Certificate } from 'node:crypto'
import { readCertificates } from './certificate-chain.ts'
import { certificateFields, certifiesHost, distinguishedName, fingerprintOf } from './certificate-fields.ts'
import { cipherSuiteName } from './cipher-suites.ts'
import type { ClientHello } from './client-hello.ts'
import { readClientHello } from './client-hello.ts'
import { MAX_HANDSHAKE_BYTES } from './defaults.ts'
import type { Flow, Side } from './flow.ts'
import { HeldBytes } from './held-bytes.ts'
import { ja4 } from './ja4.ts'
import type { ServerHello } from './server-hello.ts'
import { readServerHello } from './server-hello.ts'
import { sessionEvent } from './session-event.ts'
import type { SessionContext } from './stream-protocol.ts'

/** Types of handshake messages (RFC 8446, section 4). */
export const HANDSHAKE = { clientHello: 1, serverHello: 2, certificate: 11 } as const

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x0002, 'SSLv2'], [0x0300, 'SSLv3'], [0x0301, 'TLSv10'], [0x0302, 'TLSv11'], [0x0303, 'TLSv12'], [0x0304, 'TLSv13'],
])

/** The handshake messages of both sides, whatever carries them → one event `ssl`, and one `x509` for each certificate of the server. */
export class TlsHandshake {
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #carrier: 't' | 'q'
  readonly #held: readonly [HeldBytes, HeldBytes]
  #time = Number.NaN
  #client: ClientHello | null = null
  #server: ServerHello | null = null
  #certificates: readonly X509Certificate[] = []
  #told = false

  /** @param carrier as JA4 names it: t for TCP, q for QUIC */
  constructor(flow: Flow, context: SessionContext, carrier: 't' | 'q') {
    this.#flow = flow
    this.#context = context
    this.#carrier = carrier
    this.#held = [new HeldBytes(context.budget, MAX_HANDSHAKE_BYTES), new HeldBytes(context.budget, MAX_HANDSHAKE_BYTES)]
  }

  /** The name the client asked for, and the protocol it offered first, as far as they were seen. */
  get asked(): { readonly serverName: string | undefined, readonly protocol: string | undefined } {
    return { serverName: this.#client?.serverName, protocol: this.#client?.protocols[0] }
  }

  get hasBothHellos(): boolean {
    return this.#client !== null && this.#server !== null
  }

  /** More bytes of one side's messages; false when there is no room for them. @param time of their packet, in microseconds */
  accept(side: Side, bytes: Uint8Array, time: number): boolean {
    const held = this.#held[side]
    if (!held.append(bytes)) return false
    for (;;) {
      const waiting = held.bytes
      if (waiting.length < 4) return true
      const end = 4 + ((waiting[1]! << 16) | (waiting[2]! << 8) | waiting[3]!)
      if (waiting.length < end) return true
      this.#readMessage(waiting[0]!, waiting.subarray(4, end), time)
      held.consume(end)
    }
  }

  /** Nothing more comes from this side. */
  finish(side: Side): void {
    this.#held[side].drop()
  }

  /** @param established whether both sides went over to encryption */
  tell(established: boolean): void {
    const client = this.#client
    const server = this.#server
    if (this.#told || (client === null && server === null)) return
    this.#told = true
    const version = server?.version
    const [own] = this.#certificates
    this.#context.emit(sessionEvent(this.#flow, 'ssl', this.#time, {
      version: version === undefined ? undefined : VERSIONS.get(version) ?? `unknown-${version}`,
      cipher: server === null ? undefined : cipherSuiteName(server.cipherSuite),
      server_name: client?.serverName,
      resumed: server === null ? undefined : server.resumesByKey,
      next_protocol: server?.protocol,
      established,
      cert_chain_fps: own === undefined ? undefined : this.#certificates.map(fingerprintOf),
      subject: own && distinguishedName(own.subject),
      issuer: own && distinguishedName(own.issuer),
      sni_matches_cert: own === undefined || client?.serverName === undefined ? undefined : certifiesHost(own, client.serverName),
      ja4: client === null ? undefined : ja4(client, this.#carrier),
    }))
    for (const [index, certificate] of this.#certificates.entries()) {
      this.#context.emit(sessionEvent(this.#flow, 'x509', this.#time, { ...certificateFields(certificate), host_cert: index === 0, client_cert: false }))
    }
  }

  /** The first of each kind counts: a second ClientHello answers a HelloRetryRequest, a second Certificate is the client's. */
  #readMessage(type: number, body: Uint8Array, time: number): void {
    if (type === HANDSHAKE.clientHello) this.#client ??= readClientHello(body)
    else if (type === HANDSHAKE.serverHello) this.#server ??= readServerHello(body)
    else if (type === HANDSHAKE.certificate) this.#takeCertificates(body)
    if (Number.isNaN(this.#time)) this.#time = time
  }

  #takeCertificates(body: Uint8Array): void {
    if (this.#certificates.length === 0) this.#certificates = readCertificates(body)
  }
}
