import { X509Certificate } from 'node:crypto'
import { ByteCursor } from './byte-cursor.ts'
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
import type { Progress, SessionContext, StreamProtocol } from './stream-protocol.ts'

const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const
const HANDSHAKE = { clientHello: 1, serverHello: 2, certificate: 11 } as const

/** A plaintext record of 2^14 bytes, and what encryption may add (RFC 5246, section 6.2.3). */
const MAX_RECORD_BYTES = 16_384 + 2_048

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x0002, 'SSLv2'], [0x0300, 'SSLv3'], [0x0301, 'TLSv10'], [0x0302, 'TLSv11'], [0x0303, 'TLSv12'], [0x0304, 'TLSv13'],
])

interface TlsSide {
  readonly records: HeldBytes
  readonly handshake: HeldBytes
  /** What follows is encrypted, or cannot be read for want of what precedes. */
  isOver: boolean
  isEncrypted: boolean
}

/** Whether bytes start a record with a hello in it. */
export function startsTls(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && bytes[0] === RECORD.handshake && bytes[1] === 3 && bytes[2]! <= 4
    && (bytes[5] === HANDSHAKE.clientHello || bytes[5] === HANDSHAKE.serverHello) && ((bytes[3]! << 8) | bytes[4]!) >= 4
}

/** TLS up to where encryption starts → one event `ssl`. */
export class TlsProtocol implements StreamProtocol {
  readonly service = 'ssl'
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #sides: readonly [TlsSide, TlsSide]
  #time = Number.NaN
  #client: ClientHello | null = null
  #server: ServerHello | null = null
  #names: { readonly subject: string, readonly issuer: string } | null = null
  #told = false

  constructor(flow: Flow, context: SessionContext) {
    this.#flow = flow
    this.#context = context
    const side = (): TlsSide => ({
      records: new HeldBytes(context.budget, MAX_RECORD_BYTES + 5),
      handshake: new HeldBytes(context.budget, MAX_HANDSHAKE_BYTES),
      isOver: false,
      isEncrypted: false,
    })
    this.#sides = [side(), side()]
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    const { records } = this.#sides[side]
    let rest = bytes
    while (rest.length > 0 && !this.#sides[side].isOver) {
      const part = rest.subarray(0, Math.max(0, MAX_RECORD_BYTES + 5 - records.bytes.length))
      if (part.length === 0 || !records.append(part)) this.#finish(side)
      else this.#readRecords(side, time)
      rest = rest.subarray(part.length)
    }
    return this.#progress()
  }

  gap(side: Side): Progress {
    this.#finish(side)
    return this.#progress()
  }

  end(): void {
    this.#finish(0)
    this.#finish(1)
    this.#tell()
  }

  #progress(): Progress {
    if (!this.#sides[0].isOver || !this.#sides[1].isOver) return 'goes-on'
    this.#tell()
    return 'done'
  }

  #finish(side: Side): void {
    const { records, handshake } = this.#sides[side]
    this.#sides[side].isOver = true
    records.drop()
    handshake.drop()
  }

  #readRecords(side: Side, time: number): void {
    const state = this.#sides[side]
    for (;;) {
      const { bytes } = state.records
      if (bytes.length < 5) return
      const length = (bytes[3]! << 8) | bytes[4]!
      const type = bytes[0]!
      if (length > MAX_RECORD_BYTES || bytes[1] !== 3 || type < RECORD.changeCipherSpec || type > RECORD.applicationData) return this.#finish(side)
      if (bytes.length < 5 + length) return
      if (type === RECORD.changeCipherSpec || type === RECORD.applicationData) {
        state.isEncrypted = true
        return this.#finish(side)
      }
      if (type === RECORD.handshake) {
        if (!state.handshake.append(bytes.subarray(5, 5 + length))) return this.#finish(side)
        this.#readMessages(state.handshake, time)
      }
      state.records.consume(5 + length)
    }
  }

  #readMessages(handshake: HeldBytes, time: number): void {
    for (;;) {
      const { bytes } = handshake
      if (bytes.length < 4) return
      const length = (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!
      if (bytes.length < 4 + length) return
      this.#readMessage(bytes[0]!, bytes.subarray(4, 4 + length), time)
      handshake.consume(4 + length)
    }
  }

  /** The first of each kind counts: a second ClientHello answers a HelloRetryRequest, a second Certificate is the client's. */
  #readMessage(type: number, body: Uint8Array, time: number): void {
    if (type === HANDSHAKE.clientHello) this.#client ??= readClientHello(body)
    else if (type === HANDSHAKE.serverHello) this.#server ??= readServerHello(body)
    else if (type === HANDSHAKE.certificate) this.#names ??= namesOf(body)
    if (Number.isNaN(this.#time)) this.#time = time
  }

  #tell(): void {
    const client = this.#client
    const server = this.#server
    if (this.#told || (client === null && server === null)) return
    this.#told = true
    const version = server?.version
    this.#context.emit(sessionEvent(this.#flow, 'ssl', this.#time, {
      version: version === undefined ? undefined : VERSIONS.get(version) ?? `unknown-${version}`,
      cipher: server === null ? undefined : cipherSuiteName(server.cipherSuite),
      server_name: client?.serverName,
      resumed: server === null ? undefined : server.resumesByKey,
      next_protocol: server?.protocol,
      established: this.#sides[0].isEncrypted && this.#sides[1].isEncrypted,
      subject: this.#names?.subject,
      issuer: this.#names?.issuer,
      ja4: client === null ? undefined : ja4(client, 't'),
    }))
  }
}

/** Of the first certificate of a chain (RFC 5246, section 7.4.2); null when it cannot be read. */
function namesOf(body: Uint8Array): { subject: string, issuer: string } | null {
  const cursor = new ByteCursor(body)
  cursor.uint24()
  const certificate = cursor.take(cursor.uint24())
  if (cursor.failed) return null
  try {
    const { subject, issuer } = new X509Certificate(certificate)
    return { subject: distinguishedName(subject), issuer: distinguishedName(issuer) }
  } catch {
    // Whatever OpenSSL does not take for a certificate: the connection is told without its names.
    return null
  }
}

/** One line for each part → RFC 4514, the most particular first. */
function distinguishedName(lines: string | undefined): string {
  return (lines ?? '').split('\n').toReversed().join(',')
}
