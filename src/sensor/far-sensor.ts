import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { PacketOrigin } from '../observe/capture/packet-source.ts'
import type { WatchOrder } from '../observe/telescope/sightings/watch-order.ts'
import type { SpoolLimits } from '../pipeline/collect/spool-room.ts'
import { SpoolRoom } from '../pipeline/collect/spool-room.ts'
import type { SourceConfiguration } from '../platform/config/source-schemas.ts'
import type { Log } from '../platform/log.ts'
import { messageOf } from '../platform/noroshi-error.ts'
import { keptCertificate, ownNames } from '../server/certificate/server-certificate.ts'
import type { ReportRequest } from '../server/sensors/sensor-protocol.ts'
import { wantedSources } from '../server/sources/wanted-sources.ts'
import { SENSOR_DEFAULTS } from './defaults.ts'
import { HubClient } from './hub-client.ts'
import type { HubSources } from './hub-sources.ts'
import { allowedSources, keepHubSources, readHubSources } from './hub-sources.ts'
import { SENSOR_ORGANISATION } from './local-name.ts'
import { SegmentForwarder } from './segment-forwarder.ts'
import type { SensorIdentity } from './sensor-identity.ts'
import { keepIdentity } from './sensor-identity.ts'
import type { SensorSource } from './sensor-sources.ts'
import { SensorSources } from './sensor-sources.ts'
import { keepWatchOrder, readWatchOrder, watchSource } from './watch-source.ts'

export interface SensorParts {
  readonly identity: SensorIdentity
  readonly hub: string
  /** The data folder, which this process holds. */
  readonly data: { readonly path: string; readonly streams: string }
  /** Those of this machine's noroshi.yaml. */
  readonly sources: readonly SourceConfiguration[]
  /** Where unused space is watched, when it shall be: for the hub, which says whom to look for. */
  readonly telescope?: PacketOrigin | undefined
  /** Kinds of sources that the hub may set up. */
  readonly kinds: readonly string[]
  readonly limits: SpoolLimits
  readonly durability: 'process' | 'power'
  readonly sealSeconds: number
  readonly version: string
  readonly log: Log
}

/** Where a sensor keeps who it is, and what its hub said. */
export function sensorFolder({ path }: { readonly path: string }): string {
  return join(path, 'sensor')
}

/** A sensor at work: receives, keeps on its disk what the hub has not yet, forwards, and reports. */
export class FarSensor {
  readonly #parts: SensorParts
  readonly #folder: string
  readonly #client: HubClient
  readonly #room: SpoolRoom
  readonly #forwarder: SegmentForwarder
  readonly #sources: SensorSources
  #applied: { readonly version: number; readonly problem: string | null } = { version: 0, problem: null }
  #hubSources: HubSources
  #order: WatchOrder | null
  #reporting: NodeJS.Timeout | null = null
  #reported: Promise<void> = Promise.resolve()
  #wantedVersion: string | null = null
  #trouble: string | null = null

  /** Settles when every source was tried; whether the hub can be reached makes no difference. @throws what the file system says */
  static async start(parts: SensorParts): Promise<FarSensor> {
    const sensor = new FarSensor(parts)
    await sensor.#apply()
    await sensor.#sources.openLeft(parts.data.streams)
    sensor.#reporting = setInterval(() => sensor.#reportSoon(), SENSOR_DEFAULTS.reportMs)
    sensor.#reportSoon()
    return sensor
  }

  private constructor(parts: SensorParts) {
    const { identity, hub, data, limits, durability, sealSeconds, log } = parts
    this.#parts = parts
    this.#folder = sensorFolder(data)
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    this.#hubSources = readHubSources(this.#folder)
    this.#order = readWatchOrder(this.#folder)
    this.#client = new HubClient(identity, hub)
    this.#room = new SpoolRoom(data.streams, limits)
    this.#forwarder = new SegmentForwarder({ client: this.#client, room: this.#room, log })
    this.#sources = new SensorSources(identity.name, {
      room: this.#room, durability, sealSeconds,
      onSealed: segment => this.#forwarder.add(segment),
      onState: state => log(state.kind === 'paused' ? 'warn' : 'info', 'source', { state: state.kind, ...(state.kind === 'paused' ? { reason: state.detail } : {}) }),
    }, log)
  }

  /** Takes no more; what the hub has not yet is on this disk. */
  async close(): Promise<void> {
    if (this.#reporting !== null) clearInterval(this.#reporting)
    await this.#sources.close()
    const stopped = this.#forwarder.close()
    this.#client.close()
    await Promise.all([stopped, this.#reported])
  }

  #reportSoon(): void {
    this.#reported = this.#reported.then(() => this.#tellHub()).catch((cause: unknown) => {
      const reason = messageOf(cause)
      if (this.#trouble !== reason) this.#parts.log('warn', 'hub not reached', { reason })
      this.#trouble = reason
    })
  }

  async #tellHub(): Promise<void> {
    const { version, log } = this.#parts
    const answer = await this.#client.report(this.report())
    if (this.#trouble !== null) log('info', 'hub reached')
    this.#trouble = null
    if (answer.version !== version && answer.version !== this.#wantedVersion) log('warn', 'other version wanted', { wanted: answer.version, version })
    this.#wantedVersion = answer.version
    const isOther = answer.sources.version !== this.#applied.version
    if (isOther) keepHubSources(this.#folder, this.#hubSources = answer.sources)
    if (answer.telescope !== undefined) keepWatchOrder(this.#folder, this.#order = answer.telescope)
    if (isOther || answer.telescope !== undefined) await this.#apply()
    if (isOther) log('info', 'sources of the hub', { version: answer.sources.version, problem: this.#applied.problem })
    if (this.#client.isRenewalDue(Date.now())) keepIdentity(this.#folder, await this.#client.renew())
  }

  /** What it tells its hub of itself. */
  report(): ReportRequest {
    const { limits, version } = this.#parts
    return {
      time: Date.now(),
      version,
      spool: { bytes: this.#room.waiting, limitBytes: limits.spoolBytes, segments: this.#forwarder.waitingSegments },
      memoryBytes: process.memoryUsage.rss(),
      refused: this.#forwarder.refused,
      applied: this.#applied,
      sources: this.#sources.list(spool => this.#forwarder.waiting(spool), Date.now()),
      ...(this.#parts.telescope !== undefined && { telescope: this.#order?.version ?? null }),
    }
  }

  async #apply(): Promise<void> {
    const { sources: own, kinds, telescope, log } = this.#parts
    const watching = telescope === undefined ? [] : [watchSource(telescope, this.#order, log)]
    const { sources, problem } = allowedSources(this.#hubSources, kinds, [...own.map(({ name }) => name), ...watching.map(({ wanted }) => wanted.source.name)])
    await this.#sources.apply([...[...own, ...sources].map(source => this.#sourceOf(source)), ...watching])
    this.#applied = { version: this.#hubSources.version, problem }
  }

  #sourceOf(configuration: SourceConfiguration): SensorSource {
    const { path } = this.#parts.data
    const certificate = () => keptCertificate(join(path, 'certificate'), ownNames('0.0.0.0', []), Date.now())
    const [wanted] = wantedSources([configuration], SENSOR_ORGANISATION, certificate)
    if (wanted === undefined) throw new Error(`there is no receiver for ${configuration.kind}`)
    return { wanted, key: JSON.stringify(configuration) }
  }
}
