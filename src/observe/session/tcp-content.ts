import { MAX_DETECTION_SEGMENTS } from './defaults.ts'
import { startsDceRpc } from './dce-rpc/dce-rpc-calls.ts'
import { DceRpcProtocol } from './dce-rpc/dce-rpc-protocol.ts'
import { DnsStream } from './dns-stream.ts'
import type { ContentReader, Flow, Side } from './flow.ts'
import { FtpProtocol, startsFtp } from './ftp/ftp-protocol.ts'
import { HttpProtocol, startsHttp } from './http-protocol.ts'
import { SmbProtocol, startsSmb } from './smb/smb-protocol.ts'
import { SmtpProtocol, startsSmtp } from './smtp/smtp-protocol.ts'
import { SshProtocol, startsSsh } from './ssh-protocol.ts'
import { StreamAssembler } from './stream-assembler.ts'
import type { SessionContext, StreamProtocol } from './stream-protocol.ts'
import { startsTelnet } from './telnet/telnet-bytes.ts'
import { TelnetProtocol } from './telnet/telnet-protocol.ts'
import { startsTls, TlsProtocol } from './tls-protocol.ts'

const DNS_PORT = 53
const FTP_PORT = 21

/** Puts the two directions of a TCP connection in order and gives them to the reader of the protocol that their bytes show. */
export class TcpContent implements ContentReader {
  readonly #flow: Flow
  readonly #context: SessionContext
  #protocol: StreamProtocol | null = null
  #lookedAt = 0
  /** A side has said 220, as servers of SMTP and FTP begin. */
  #greeted = false
  #time = Number.NaN

  constructor(flow: Flow, context: SessionContext) {
    this.#flow = flow
    this.#context = context
    for (const side of [0, 1] as const) {
      const assembler = new StreamAssembler(context.budget, {
        data: bytes => this.#data(side, bytes),
        gap: bytes => this.#gap(side, bytes),
      })
      flow.sides[side].assembler = assembler
      if (flow.sides[side].initial >= 0) assembler.start(flow.sides[side].initial)
    }
  }

  /** @param time of the packet, in microseconds */
  accept(side: Side, sequence: number, bytes: Uint8Array, time: number): void {
    this.#time = time
    this.#flow.sides[side].assembler?.accept(sequence, bytes)
  }

  end(): void {
    for (const { assembler } of this.#flow.sides) assembler?.end()
    this.#protocol?.end()
    this.#close()
  }

  #data(side: Side, bytes: Uint8Array): void {
    if (this.#flow.ignored) return
    this.#protocol ??= this.#detect(side, bytes)
    if (this.#protocol === null) {
      if (++this.#lookedAt >= 2 * MAX_DETECTION_SEGMENTS) this.#close()
      return
    }
    this.#follow(this.#protocol.data(side, bytes, this.#time))
  }

  #gap(side: Side, bytes: number): void {
    this.#flow.missedBytes += bytes
    if (this.#protocol !== null && !this.#flow.ignored) this.#follow(this.#protocol.gap(side, bytes))
  }

  #follow(progress: 'goes-on' | 'done' | 'switched'): void {
    if (progress === 'goes-on') return
    this.#protocol?.end()
    this.#protocol = null
    if (progress === 'done') this.#close()
  }

  /** Looked for at the start of each segment, so that TLS is found behind SOCKS, CONNECT and STARTTLS too. */
  #detect(side: Side, bytes: Uint8Array): StreamProtocol | null {
    const found = this.#make(side, bytes)
    if (found !== null) this.#flow.service = this.#flow.service === '' ? found.service : `${this.#flow.service},${found.service}`
    return found
  }

  #make(side: Side, bytes: Uint8Array): StreamProtocol | null {
    const flow = this.#flow
    if (startsTls(bytes)) {
      this.#opens(side, bytes[5] === 1)
      return new TlsProtocol(flow, this.#context)
    }
    if (startsSsh(bytes)) return new SshProtocol(flow, this.#context)
    const http = startsHttp(bytes)
    if (http !== null) {
      this.#opens(side, http === 'request')
      return new HttpProtocol(flow, this.#context)
    }
    if (startsSmtp(bytes)) {
      this.#opens(side, true)
      return new SmtpProtocol(flow, this.#context, side)
    }
    if (startsFtp(bytes) && (this.#greeted || flow.ports.includes(FTP_PORT))) {
      this.#opens(side, true)
      return new FtpProtocol(flow, this.#context, side)
    }
    if (startsSmb(bytes)) return new SmbProtocol(flow, this.#context)
    if (startsDceRpc(bytes)) {
      this.#opens(side, true)
      return new DceRpcProtocol(flow, this.#context, side)
    }
    if (startsTelnet(bytes)) return new TelnetProtocol(flow, this.#context)
    this.#greeted ||= bytes[0] === 0x32 && bytes[1] === 0x32 && bytes[2] === 0x30
    return flow.ports.includes(DNS_PORT) && this.#lookedAt === 0 ? new DnsStream(flow, this.#context) : null
  }

  /** Where the capture starts in the middle, the content shows who is the client. */
  #opens(side: Side, isClient: boolean): void {
    const { sides } = this.#flow
    if (!sides[0].syn && !sides[1].syn) this.#flow.originator = isClient ? side : side === 0 ? 1 : 0
  }

  #close(): void {
    const flow = this.#flow
    flow.ignored = true
    for (const side of flow.sides) {
      side.assembler?.drop()
      side.assembler = null
    }
    flow.reader = null
  }
}
