import type { Language } from '../model/reason.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { keptAuthority } from '../server/sensors/sensor-authority.ts'
import { SENSOR_NAME } from '../server/sensors/sensor-protocol.ts'
import { revokeSensor } from '../store/sensors/sensor.ts'
import { makeSensorToken } from '../store/sensors/sensor-token.ts'
import { enterOrganisation } from './enter-organisation.ts'
import type { SensorHubOptions } from './sensor-hub-store.ts'
import { withSensorHub } from './sensor-hub-store.ts'
import { terminal } from './terminal.ts'

export interface SensorTokenOptions extends SensorHubOptions {
  readonly minutes: number
  readonly lang: Language
}

/** `noroshi sensor token`: the token alone goes to standard output. It ends with the fingerprint of the authority, by which the sensor knows the hub. */
export async function sensorToken(name: string, { minutes, lang, ...options }: SensorTokenOptions): Promise<number> {
  const { stdout, stderr } = terminal()
  await withSensorHub(options, async ({ pool, organisation, person, authorityFolder, hub }) => {
    const { fingerprint } = keptAuthority(authorityFolder, Date.now())
    const secret = await makeSensorToken(pool, { organisation: await enterOrganisation(pool, organisation), name: checkedName(name), minutes, person })
    stdout.write(`${secret}.${fingerprint}\n`)
    stderr.write(`${WORDS[lang].token(name, minutes, hub === null ? 'PORT' : String(hub.port))}\n`)
    if (hub === null) stderr.write(`${WORDS[lang].noHub}\n`)
  })
  return 0
}

/** `noroshi sensor revoke`. */
export async function sensorRevoke(name: string, { lang, ...options }: SensorHubOptions & { readonly lang: Language }): Promise<number> {
  await withSensorHub(options, async ({ pool, organisation, person }) => {
    if (await revokeSensor(pool, { organisation, name, person }) === null) throw new NoroshiError('no-such-sensor', `there is no sensor ${name}`)
    terminal().stdout.write(`${WORDS[lang].revoked(name)}\n`)
  })
  return 0
}

/** @throws NoroshiError `usage` */
export function checkedName(name: string): string {
  if (SENSOR_NAME.test(name)) return name
  throw new NoroshiError('usage', `"${name}" is no name of a sensor; write small letters, digits and -, at most 63`)
}

interface Words {
  token(name: string, minutes: number, port: string): string
  readonly noHub: string
  revoked(name: string): string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    token: (name, minutes, port) => `It enrols ${name} once within ${minutes} minutes. There: noroshi sensor enrol --hub https://THIS-MACHINE:${port}`,
    noHub: 'No server runs here that takes sensors: set sensors.listen in noroshi.yaml and start noroshi up',
    revoked: name => `${name} is revoked: nothing more is taken from it; what it sent stays`,
  },
  ja: {
    token: (name, minutes, port) => `${minutes} 分以内に 1 回だけ ${name} を登録できます。センサー側で実行: noroshi sensor enrol --hub https://このマシン:${port}`,
    noHub: 'センサーを受け付けるサーバーが動いていません。noroshi.yaml に sensors.listen を設定し、noroshi up を起動してください',
    revoked: name => `${name} を失効させました。以後は何も受け取りません。受信済みのものは残ります`,
  },
}
