import { text } from 'node:stream/consumers'
import type { Language } from '../model/reason.ts'
import { dataFolderPath } from '../platform/config/read-configuration.ts'
import { openDataFolder } from '../platform/data-folder.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { enrol } from '../sensor/enrol.ts'
import { sensorFolder } from '../sensor/far-sensor.ts'
import type { SensorOptions } from './sensor.ts'
import { readSettings } from './settings.ts'

/** `noroshi sensor enrol`. */
export async function sensorEnrol(token: string | undefined, options: SensorOptions & { readonly lang: Language }): Promise<number> {
  const settings = readSettings(options)
  const hub = options.hub ?? settings.sensor?.hub
  if (hub === undefined || !URL.canParse(hub) || new URL(hub).protocol !== 'https:') throw new NoroshiError('usage', 'name the hub with --hub, like https://noroshi.example:8444')
  const folder = openDataFolder(dataFolderPath(options.data, settings))
  try {
    const { name } = await enrol(sensorFolder(folder), hub, token ?? await text(process.stdin))
    process.stdout.write(`${WORDS[options.lang](name, hub)}\n`)
    return 0
  } finally {
    folder.close()
  }
}

const WORDS: Readonly<Record<Language, (name: string, hub: string) => string>> = {
  en: (name, hub) => `This machine is the sensor ${name} of ${hub}. Start it with: noroshi sensor`,
  ja: (name, hub) => `このマシンを ${hub} のセンサー ${name} として登録しました。起動するには: noroshi sensor`,
}
