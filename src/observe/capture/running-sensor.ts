import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { IngestStore } from '../../pipeline/ingest/ingest-store.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { WorkerProcess } from '../../platform/worker-process.ts'
import { saveFigures } from '../../store/telescope/figures-store.ts'
import { dropOldPackets } from '../../store/telescope/drop-old-packets.ts'
import { completeSensorLoad, failSensorLoad, openSensorLoad } from '../../store/telescope/sensor-load.ts'
import { piecePaths } from '../../store/telescope/piece-spool.ts'
import { minuteInsert, packetInsert } from '../../store/telescope/telescope-insert.ts'
import type { DayFigures } from '../telescope/figures/figures-schema.ts'
import { OWN_TELESCOPE } from '../telescope/warning-book.ts'
import type { WarningDesk } from '../telescope/warning-desk.ts'
import { RESTART_MS, SENSOR_LIMITS } from './defaults.ts'
import type { SensorMessage, SensorSetting } from './sensor-messages.ts'
import type { SensorState } from './sensor-schema.ts'

export interface RunningSensorParts {
  readonly store: IngestStore
  readonly setting: Omit<SensorSetting, 'spool' | 'organisation' | 'storesPackets'>
  /** Days for which packets' headers are kept; 0: they are not stored. */
  readonly packetDays: number
  /** Whether everybody may see the page of figures. */
  readonly publish: boolean
  readonly log: Log
  readonly desk: Pick<WarningDesk, 'enter' | 'tellGrowth'>
}

type Told = Extract<SensorMessage, { readonly kind: 'told' }>
type Piece = Extract<SensorMessage, { readonly kind: 'piece' }>

/**
 * The telescope's permanent sensor: its process, begun anew when it ends, and what goes from it into the event store, piece after piece, each under a load of its
 * own, so that nobody ever sees half of one. What was counted since the last piece is lost with the process.
 */
export class RunningSensor {
  readonly #parts: RunningSensorParts
  readonly #setting: SensorSetting
  #process: WorkerProcess<SensorMessage> | null = null
  #state: SensorState | null = null
  #problem: string | null = null
  #pause: number = RESTART_MS.first
  #restart: NodeJS.Timeout | null = null
  #isClosed = false
  /** What is told, in its order. */
  #telling: Promise<void> = Promise.resolve()
  /** What goes into the event store, one piece after the other. */
  #storing: Promise<void> = Promise.resolve()
  /** Loads that a process was allowed and has handed no piece over for. */
  #allowed: number[] = []

  constructor(parts: RunningSensorParts) {
    this.#parts = parts
    const { store, setting, packetDays } = parts
    this.#setting = { ...setting, spool: join(store.folder.spool, 'telescope'), organisation: store.ledger.organisation, storesPackets: packetDays > 0 }
    this.#start()
  }

  /** What was said last, at most half a second ago; null before the first time. */
  get state(): SensorState | null {
    if (this.#state === null) return null
    return this.#problem === null ? this.#state : { ...this.#state, state: 'waiting', problem: this.#problem }
  }

  /** Whether everybody may see the page of figures. */
  get isPublished(): boolean {
    return this.#parts.publish
  }

  /** Why the sensor's process does not run; null when it does. */
  get problem(): string | null {
    return this.#problem
  }

  /** Ends the process; what it has not handed over is lost. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#restart !== null) clearTimeout(this.#restart)
    await this.#process?.end()
    await this.#telling
    await this.#storing
    await this.#giveUpAllowed()
  }

  #start(): void {
    const { log } = this.#parts
    this.#restart = null
    const sensor = new WorkerProcess<SensorMessage>(new URL('./sensor-process.ts', import.meta.url), this.#setting, SENSOR_LIMITS, {
      message: message => {
        if (message.kind === 'state') {
          this.#problem = null
          this.#state = message.state
        } else if (message.kind === 'unopened') this.#problem = message.reason
        else if (message.kind === 'figures') this.#telling = this.#telling.then(() => this.#keep(message.figures))
        else if (message.kind === 'told') this.#telling = this.#telling.then(() => this.#tell(message))
        else this.#storing = this.#storing.then(() => this.#storePiece(message, sensor))
      },
      gone: () => { this.#process = null },
      died: reason => {
        this.#storing = this.#storing.then(() => this.#giveUpAllowed())
        if (this.#isClosed) return
        this.#problem ??= reason
        log('error', 'the sensor of the telescope ended', { cause: this.#problem, againInMs: this.#pause })
        this.#restart = setTimeout(() => this.#start(), this.#pause)
        this.#pause = Math.min(2 * this.#pause, RESTART_MS.longest)
      },
    })
    this.#process = sensor
    this.#storing = this.#storing.then(() => this.#allow(sensor))
  }

  async #tell({ warnings, growth }: Told): Promise<void> {
    const { desk, log } = this.#parts
    try {
      for (const { run, warnings: each } of warnings) await desk.enter({ name: OWN_TELESCOPE, run }, each)
      await desk.tellGrowth(growth)
    } catch (cause) {
      log('error', 'what the telescope tells was not written down', { cause: messageOf(cause) })
    }
  }

  async #keep(figures: DayFigures): Promise<void> {
    await saveFigures(this.#parts.store.ledger, { day: figures.date, since: figures.from, until: figures.to, packets: figures.packets.all, figures })
      .catch((cause: unknown) => this.#parts.log('error', 'figures of the telescope were not written down', { cause: messageOf(cause) }))
  }

  /** Lets the sensor write its next piece. */
  async #allow(sensor: WorkerProcess<SensorMessage>): Promise<void> {
    const { store, log } = this.#parts
    if (this.#isClosed || !sensor.isRunning) return
    try {
      const load = await openSensorLoad(store.ledger, store.worker)
      this.#allowed.push(load)
      sensor.send({ kind: 'task', task: { load } })
    } catch (cause) {
      log('error', 'no load for the telescope', { cause: messageOf(cause) })
      setTimeout(() => { this.#storing = this.#storing.then(() => this.#allow(sensor)) }, RESTART_MS.longest).unref()
    }
  }

  /** Of a process that is gone, with the beginnings of pieces that it left. */
  async #giveUpAllowed(): Promise<void> {
    const { store: { ledger } } = this.#parts
    for (const load of this.#allowed.splice(0)) {
      for (const path of piecePaths(this.#setting.spool, load)) rmSync(path, { force: true })
      await failSensorLoad(ledger, load).catch(() => {})
    }
  }

  async #storePiece({ load, packets, minutes }: Piece, sensor: WorkerProcess<SensorMessage>): Promise<void> {
    const { store: { clickhouse, ledger }, packetDays, log } = this.#parts
    this.#allowed = this.#allowed.filter(each => each !== load)
    // The next piece is written meanwhile.
    await this.#allow(sensor)
    try {
      if (packets !== null) await clickhouse.insertFile(packetInsert(packets))
      if (minutes !== null) await clickhouse.insertFile(minuteInsert(minutes))
      await completeSensorLoad(ledger, load)
      await dropOldPackets(clickhouse.client, Date.now(), packetDays)
    } catch (cause) {
      log('error', 'a piece of the telescope was not stored', { cause: messageOf(cause) })
      await failSensorLoad(ledger, load).catch(() => {})
    }
    for (const path of [packets, minutes]) if (path !== null) rmSync(path, { force: true })
  }
}
