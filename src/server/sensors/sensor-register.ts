import type { Pool } from 'pg'
import { formatTime } from '../../model/time.ts'
import { latestSensorSources } from '../../store/sensors/sensor-sources.ts'
import type { SensorSources } from '../../store/sensors/sensor-sources.ts'
import type { StoredSensor } from '../../store/sensors/sensor.ts'
import { noteSensorsSeen, storedSensors } from '../../store/sensors/sensor.ts'
import { AWAY_MS } from './defaults.ts'
import type { ReportRequest } from './sensor-protocol.ts'
import type { SensorView } from './sensor-view.ts'

/** A report, and when it came. */
interface Report extends ReportRequest {
  /** Milliseconds. */
  readonly at: number
}

/** All sensors in use and what they last said, in memory: segments are taken also while the state store restarts. */
export class SensorRegister {
  readonly #pool: Pool
  readonly #version: string
  #sensors = new Map<string, StoredSensor>()
  #sources = new Map<string, SensorSources>()
  readonly #reports = new Map<string, Report>()
  /** Milliseconds, of those not noted yet. */
  readonly #seen = new Map<string, number>()

  /** @param version that sensors should have */
  static async open(pool: Pool, version: string): Promise<SensorRegister> {
    const register = new SensorRegister(pool, version)
    await register.renew()
    return register
  }

  private constructor(pool: Pool, version: string) {
    this.#pool = pool
    this.#version = version
  }

  /** After something was changed in the store. @returns the sensors that are no longer in use */
  async renew(): Promise<readonly StoredSensor[]> {
    const before = this.#sensors
    this.#sensors = new Map((await storedSensors(this.#pool)).map(sensor => [sensor.id, sensor]))
    this.#sources = new Map((await latestSensorSources(this.#pool)).map(sources => [keyOf(sources), sources]))
    const gone = [...before.values()].filter(({ id }) => !this.#sensors.has(id))
    for (const { id } of gone) this.#reports.delete(id)
    return gone
  }

  /** By the name in its certificate; undefined when it is not, or no longer, in use. */
  find(id: string): StoredSensor | undefined {
    return this.#sensors.get(id)
  }

  add(sensor: StoredSensor): void {
    this.#sensors.set(sensor.id, sensor)
  }

  reported({ id }: StoredSensor, report: ReportRequest, at: number): void {
    this.#reports.set(id, { ...report, at })
    this.#seen.set(id, at)
  }

  /** What the hub wants it to collect. */
  wanted(sensor: StoredSensor): { readonly version: number; readonly entries: readonly unknown[] } {
    const sources = this.#sources.get(keyOf(sensor))
    return { version: sources?.version ?? 0, entries: sources?.sources ?? [] }
  }

  get version(): string {
    return this.#version
  }

  /** Writes down when sensors were seen. */
  async noteSeen(): Promise<void> {
    const seen = [...this.#seen].map(([id, at]) => ({ id, at: new Date(at) }))
    this.#seen.clear()
    if (seen.length > 0) await noteSensorsSeen(this.#pool, seen)
  }

  /**
   * @param now milliseconds
   * @param organisation undefined: of all
   */
  list(now: number, organisation?: string): SensorView[] {
    return [...this.#sensors.values()].filter(sensor => organisation === undefined || sensor.organisation === organisation).map(sensor => this.#view(sensor, now))
  }

  #view(sensor: StoredSensor, now: number): SensorView {
    const report = this.#reports.get(sensor.id)
    const wanted = this.wanted(sensor).version
    if (report === undefined) return unheardSensor(sensor, wanted, 'unheard')
    const { sources, version } = report
    return {
      name: sensor.name,
      organisation: sensor.organisation,
      state: now - report.at > AWAY_MS ? 'away' : 'reporting',
      enrolledAt: sensor.enrolledAt.toISOString(),
      seenAt: formatTime(report.at * 1_000),
      version,
      wantedVersion: version === this.#version ? null : this.#version,
      clockDifferenceMs: Math.round(report.time - report.at),
      rate: Math.round(sources.reduce((sum, { rate }) => sum + rate, 0) * 10) / 10,
      lagSeconds: Math.max(0, ...sources.map(({ lagSeconds }) => lagSeconds)),
      spool: report.spool,
      dropped: sources.reduce((sum, { dropped }) => sum + dropped, 0),
      refused: report.refused,
      memoryBytes: report.memoryBytes,
      sources: { count: sources.length, wanted, applied: report.applied.version, problem: report.applied.problem },
    }
  }
}

/** One of which nothing is known but that it was enrolled. */
export function unheardSensor({ name, organisation, enrolledAt, seenAt }: StoredSensor, wanted: number, state: 'unheard' | 'unknown'): SensorView {
  return {
    name, organisation, state, enrolledAt: enrolledAt.toISOString(), seenAt: seenAt?.toISOString() ?? null, version: null, wantedVersion: null, clockDifferenceMs: null,
    rate: 0, lagSeconds: 0, spool: null, dropped: 0, refused: 0, memoryBytes: null, sources: { count: 0, wanted, applied: null, problem: null },
  }
}

function keyOf({ organisation, name }: { readonly organisation: string; readonly name: string }): string {
  return `${organisation}/${name}`
}
