import { X509Certificate } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Agent } from 'node:https'
import { pipeline } from 'node:stream'
import { createZstdCompress, constants } from 'node:zlib'
import type { SegmentFile } from '../pipeline/collect/segment-files.ts'
import type { ReportAnswer, ReportRequest, SegmentAnswer } from '../server/sensors/sensor-protocol.ts'
import { certificateAnswer, HUB_NAME, reportAnswer, SEGMENT_HEADERS, segmentAnswer } from '../server/sensors/sensor-protocol.ts'
import { askHub } from './ask-hub.ts'
import { SENSOR_DEFAULTS } from './defaults.ts'
import type { SensorIdentity } from './sensor-identity.ts'
import { newKeyPair } from './sensor-identity.ts'

/** Why the hub gave no answer that could be used. */
export class HubRefusal extends Error {
  override readonly name = 'HubRefusal'
  /** 401: this sensor is not, or no longer, enrolled there. */
  readonly status: number
  readonly retryAfterMs: number | null

  constructor(status: number, retryAfterMs: number | null) {
    super(status === 401 ? 'the hub does not know this sensor: it was revoked, or enrolled elsewhere' : `the hub answered ${status}`)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/** What a segment is sent as. */
export interface SentSegment extends SegmentFile {
  /** As the hub calls it: without the name of the sensor. */
  readonly localName: string
  readonly sha256: string
  readonly previous: number
}

/** The connection to the hub: TLS 1.3, with this sensor's certificate; nobody but the hub it was enrolled with is spoken to. */
export class HubClient {
  readonly #hub: string
  #identity: SensorIdentity
  #agent: Agent

  /** @param hub where it is now: it may have moved, its authority is what it is known by */
  constructor(identity: SensorIdentity, hub: string) {
    this.#hub = hub
    this.#identity = identity
    this.#agent = agentOf(identity)
  }

  /** @throws HubRefusal, Error */
  async report(report: ReportRequest): Promise<ReportAnswer> {
    return reportAnswer.parse(await this.#post('/v1/report', report))
  }

  /** Never rejected for what the segment is: that is said in the answer. @throws HubRefusal, Error when it was not taken now */
  async send({ localName, sequence, sha256, previous, bytes, path }: SentSegment): Promise<SegmentAnswer> {
    const pack = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: SENSOR_DEFAULTS.packLevel } })
    // What fails here destroys the packer, and with it the request.
    const packed = pipeline(createReadStream(path, { end: bytes - 1 }), pack, () => {})
    const url = new URL(`/v1/segments/${localName}/${sequence}`, this.#hub)
    const headers = { [SEGMENT_HEADERS.bytes]: bytes, [SEGMENT_HEADERS.sha256]: sha256, [SEGMENT_HEADERS.previous]: previous }
    const { status, body, retryAfterMs } = await askHub(url, { ...this.#options(), method: 'PUT', headers }, packed)
    const answer = segmentAnswer.safeParse(body)
    if ((status !== 200 && status !== 422) || !answer.success) throw new HubRefusal(status, retryAfterMs)
    return answer.data
  }

  /** Whether the certificate should be renewed. @param now milliseconds */
  isRenewalDue(now: number): boolean {
    const { validFrom, validTo } = new X509Certificate(this.#identity.certificate)
    const [from, to] = [Date.parse(validFrom), Date.parse(validTo)]
    return to - now < (to - from) * SENSOR_DEFAULTS.renewAt
  }

  /** Another certificate for another key; used from now on. @throws HubRefusal, Error */
  async renew(): Promise<SensorIdentity> {
    const { privateKey, publicKey } = newKeyPair()
    const { certificate } = certificateAnswer.parse(await this.#post('/v1/certificate', { publicKey }))
    this.#identity = { ...this.#identity, key: privateKey, certificate }
    this.#agent.destroy()
    this.#agent = agentOf(this.#identity)
    return this.#identity
  }

  close(): void {
    this.#agent.destroy()
  }

  async #post(path: string, content: object): Promise<unknown> {
    const { status, body, retryAfterMs } = await askHub(new URL(path, this.#hub), { ...this.#options(), method: 'POST' }, JSON.stringify(content))
    if (status !== 200) throw new HubRefusal(status, retryAfterMs)
    return body
  }

  #options() {
    return { agent: this.#agent, servername: HUB_NAME }
  }
}

function agentOf({ key, certificate, authority }: SensorIdentity): Agent {
  return new Agent({ keepAlive: true, maxSockets: SENSOR_DEFAULTS.inFlight + 1, minVersion: 'TLSv1.3', ca: [authority], cert: certificate, key, servername: HUB_NAME })
}
