import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SensorView } from '../src/server/sensors/sensor-view.ts'
import { sensorSchema } from '../src/server/sensors/sensor-view.ts'
import { CollectWorld, freePort } from './collect-world.ts'
import type { RunResult } from './run-noroshi.ts'
import { runNoroshi } from './run-noroshi.ts'

const MAIN = join(import.meta.dirname, '../src/cli/main.ts')

/** A hub, and sensors of it: processes of their own over loopback. */
export class SensorWorld {
  readonly hub: CollectWorld
  /** Where sensors report. */
  readonly port: number
  readonly #folder: string
  readonly #sensors: SensorProcess[] = []

  /** @param folder empty @param settings further lines of the hub's noroshi.yaml */
  static async make(folder: string, settings = ''): Promise<SensorWorld> {
    const port = await freePort()
    const hub = await CollectWorld.make(folder, [], `sensors: {listen: "127.0.0.1:${port}"}\n${settings}`)
    return new SensorWorld(folder, hub, port)
  }

  private constructor(folder: string, hub: CollectWorld, port: number) {
    this.#folder = folder
    this.hub = hub
    this.port = port
  }

  /** One that is enrolled. @param port what it thinks its hub's is @param settings lines of its noroshi.yaml @param organisation by default the hub's */
  async sensor(name: string, settings = '', port = this.port, organisation = 'default'): Promise<SensorProcess> {
    const sensor = await SensorProcess.make(join(this.#folder, name), settings)
    this.#sensors.push(sensor)
    const token = (await this.hub.run('sensor', 'token', name, '--organisation', organisation)).trim()
    const { code, stderr } = await sensor.run('enrol', token, '--hub', `https://127.0.0.1:${this.port}`)
    if (code !== 0) throw new Error(stderr)
    sensor.hubPort = port
    return sensor
  }

  async list(organisation = 'default'): Promise<SensorView[]> {
    const lines = (await this.hub.run('sensor', 'list', '--json', '--organisation', organisation)).split('\n')
    return lines.filter(line => line !== '').map(line => sensorSchema.parse(JSON.parse(line)))
  }

  async stop(): Promise<void> {
    await Promise.all(this.#sensors.map(sensor => sensor.stop()))
    await this.hub.stop()
  }
}

/** One `noroshi sensor` after another over the same data folder, with sources that take syslog and bulk requests. */
export class SensorProcess {
  readonly ports: Readonly<Record<'udp' | 'tcp' | 'http', number>>
  /** Where it finds its hub. */
  hubPort = 0
  readonly #config: string
  #child: ChildProcess | null = null
  #errors = ''

  static async make(folder: string, settings: string): Promise<SensorProcess> {
    const [udp, tcp, http] = await Promise.all([freePort(), freePort(), freePort()])
    const config = `${folder}.yaml`
    writeFileSync(config, `data: ${folder}-data
sources:
  - {name: far, kind: syslog, udp: "127.0.0.1:${udp}", tcp: "127.0.0.1:${tcp}"}
  - {name: docs, kind: bulk, http: "127.0.0.1:${http}"}
${settings.includes('collection:') ? '' : 'collection: {sealSeconds: 1, reserveMb: 1}\n'}${settings}`)
    return new SensorProcess(config, { udp: udp!, tcp: tcp!, http: http! })
  }

  private constructor(config: string, ports: SensorProcess['ports']) {
    this.#config = config
    this.ports = ports
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** What it said, the last of it. */
  get log(): string {
    return this.#errors
  }

  run(...args: string[]): Promise<RunResult> {
    return runNoroshi(['sensor', ...args, '--config', this.#config])
  }

  /** Settles when it takes what is sent. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN, 'sensor', '--config', this.#config, '--hub', `https://127.0.0.1:${this.hubPort}`], { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#child = child
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`noroshi sensor ended: ${this.#errors}`)))
      child.stderr.on('data', (block: Buffer) => {
        this.#errors = (this.#errors + block.toString()).slice(-20_000)
        if (block.includes('sensor runs')) resolve()
      })
    })
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
}
