import { createHash, createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import type { z } from 'zod'
import type { SourceCollection } from '../../pipeline/collect/source-collection.ts'
import type { WatchOrder } from '../../observe/telescope/sightings/watch-order.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { StoredSensor } from '../../store/sensors/sensor.ts'
import { enrolSensor } from '../../store/sensors/sensor-token.ts'
import { HUB_LIMITS, SEEN_NOTE_MS } from './defaults.ts'
import { readSmallJson } from './read-small-json.ts'
import { receiveSegment } from './receive-segment.ts'
import type { SensorAuthority } from './sensor-authority.ts'
import type { SensorReply, SensorRequest } from './sensor-listener.ts'
import { listenForSensors } from './sensor-listener.ts'
import type { ReportAnswer } from './sensor-protocol.ts'
import { certificateRequest, enrolRequest, reportRequest } from './sensor-protocol.ts'
import { SensorRegister } from './sensor-register.ts'
import type { SensorView } from './sensor-view.ts'

export interface SensorHubOptions {
  readonly pool: Pool
  readonly sources: SourceCollection
  readonly authority: SensorAuthority
  readonly host: string
  readonly port: number
  /** That sensors should have. */
  readonly version: string
  /** What the telescopes of an organisation's sensors watch; null when it has no unused space. @throws NoroshiError when the organisations file cannot be read */
  watchOrder(organisation: string): WatchOrder | null
  readonly log: Log
}

/** The hub's side of remote sensors: enrols them, takes what they send, and tells them what to collect. */
export class SensorHub {
  readonly #options: SensorHubOptions
  readonly #register: SensorRegister
  readonly #noting: NodeJS.Timeout
  #listening: { readonly port: number; close(): Promise<void> } | null = null

  /** @throws NoroshiError `listen-failed` */
  static async open(options: SensorHubOptions): Promise<SensorHub> {
    const hub = new SensorHub(options, await SensorRegister.open(options.pool, options.version))
    hub.#listening = await listenForSensors({ ...options, answer: request => hub.#answer(request) }).catch((cause: unknown) => {
      clearInterval(hub.#noting)
      throw cause
    })
    return hub
  }

  private constructor(options: SensorHubOptions, register: SensorRegister) {
    this.#options = options
    this.#register = register
    this.#noting = setInterval(() => void this.#noteSeen(), SEEN_NOTE_MS).unref()
  }

  get port(): number {
    return this.#listening?.port ?? this.#options.port
  }

  /** Of its authority: what a token ends with. */
  get fingerprint(): string {
    return this.#options.authority.fingerprint
  }

  /** @param organisation undefined: of all */
  list(organisation?: string): SensorView[] {
    return this.#register.list(Date.now(), organisation)
  }

  /** After tokens, sensors or their sources were changed in the store: a sensor that was revoked is refused from now on. */
  async changed(): Promise<void> {
    for (const sensor of await this.#register.renew()) this.#options.sources.received.forget(sensor)
  }

  async close(): Promise<void> {
    clearInterval(this.#noting)
    await this.#listening?.close()
    await this.#noteSeen()
  }

  async #noteSeen(): Promise<void> {
    await this.#register.noteSeen().catch((cause: unknown) => this.#options.log('warn', 'sensors not noted', { reason: messageOf(cause) }))
  }

  async #answer({ request, method, path, sensorId }: SensorRequest): Promise<SensorReply> {
    if (method === 'POST' && path === '/v1/enrol') return parsed(enrolRequest, await readSmallJson(request, HUB_LIMITS.enrolBytes), body => this.#enrol(body))
    const sensor = sensorId === null ? undefined : this.#register.find(sensorId)
    if (sensor === undefined) return { status: 401, body: { error: sensorId === null ? 'no-certificate' : 'not-enrolled' } }
    if (method === 'POST' && path === '/v1/report') return parsed(reportRequest, await readSmallJson(request, HUB_LIMITS.reportBytes), body => this.#report(sensor, body))
    if (method === 'POST' && path === '/v1/certificate') return parsed(certificateRequest, await readSmallJson(request, HUB_LIMITS.enrolBytes), body => this.#renew(sensor, body.publicKey))
    const [, source, sequence] = /^\/v1\/segments\/([^/]{1,63})\/(\d{1,12})$/.exec(path) ?? []
    if (method === 'PUT' && source !== undefined) return receiveSegment(this.#options.sources, sensor, { source, sequence: Number(sequence) }, request)
    return { status: 404, body: { error: 'not-found' } }
  }

  async #enrol({ token, publicKey }: z.infer<typeof enrolRequest>): Promise<SensorReply> {
    const { pool, authority, log } = this.#options
    const key = readPublicKey(publicKey)
    if (key === null) return BAD_REQUEST
    const sensor = await enrolSensor(pool, token, createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('hex'))
    if (sensor === null) return { status: 403, body: { error: 'bad-token' } }
    // A sensor of the same name may have ended with it.
    await this.changed()
    this.#register.add(sensor)
    log('info', 'sensor enrolled', { sensor: sensor.name, organisation: sensor.organisation })
    return { status: 200, body: { id: sensor.id, name: sensor.name, certificate: authority.issue(sensor.id, key, Date.now()) } }
  }

  async #renew(sensor: StoredSensor, publicKey: string): Promise<SensorReply> {
    const key = readPublicKey(publicKey)
    if (key === null) return BAD_REQUEST
    return { status: 200, body: { certificate: this.#options.authority.issue(sensor.id, key, Date.now()) } }
  }

  async #report(sensor: StoredSensor, report: z.infer<typeof reportRequest>): Promise<SensorReply> {
    const now = Date.now()
    this.#register.reported(sensor, report, now)
    this.#options.sources.received.told(sensor, report.sources, now)
    const { version, entries } = this.#register.wanted(sensor)
    const telescope = this.#orderFor(sensor, report.telescope)
    return { status: 200, body: { version: this.#register.version, sources: { version, entries: [...entries] }, ...(telescope !== undefined && { telescope }) } satisfies ReportAnswer }
  }

  /** Undefined for a sensor without a telescope, and for one that has the order. */
  #orderFor({ organisation }: StoredSensor, known: string | null | undefined): WatchOrder | null | undefined {
    if (known === undefined) return undefined
    try {
      const order = this.#options.watchOrder(organisation)
      return (order?.version ?? null) === known ? undefined : order
    } catch (cause) {
      // What it has holds until the file is mended.
      this.#options.log('error', 'members not read', { reason: messageOf(cause) })
      return undefined
    }
  }
}

const BAD_REQUEST: SensorReply = { status: 400, body: { error: 'bad-request' } }

async function parsed<Body>(schema: z.ZodType<Body>, json: unknown, work: (body: Body) => Promise<SensorReply>): Promise<SensorReply> {
  const result = schema.safeParse(json)
  return result.success ? work(result.data) : BAD_REQUEST
}

/** ECDSA on P-256, as sensors make them; null for anything else. */
function readPublicKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: pem, format: 'pem', type: 'spki' })
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null
  } catch {
    return null
  }
}
