import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Language } from '../model/reason.ts'
import { MAX_CONFIGURATION_BYTES } from '../platform/config/defaults.ts'
import { sourcesSchema } from '../platform/config/source-schemas.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import { HUB_LIMITS } from '../server/sensors/defaults.ts'
import { setSensorSources } from '../store/sensors/sensor-sources.ts'
import { checkedName } from './sensor-hub.ts'
import type { SensorHubOptions } from './sensor-hub-store.ts'
import { withSensorHub } from './sensor-hub-store.ts'
import { terminal } from './terminal.ts'

/** `noroshi sensor configure`. */
export async function sensorConfigure(name: string, file: string, { lang, ...options }: SensorHubOptions & { readonly lang: Language }): Promise<number> {
  const sources = readSources(file)
  await withSensorHub(options, async ({ pool, organisation, person }) => {
    const { version } = await setSensorSources(pool, { organisation, name: checkedName(name), sources, person })
    terminal().stdout.write(`${WORDS[lang](name, sources.length, version)}\n`)
  })
  return 0
}

/** As they were written: the sensor adds its own defaults. @throws NoroshiError `bad-configuration` */
function readSources(file: string): readonly unknown[] {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.length > MAX_CONFIGURATION_BYTES) throw new Error('it is too long')
    const { sources } = z.strictObject({ sources: z.array(z.unknown()).max(HUB_LIMITS.sources) }).parse(parse(text, { maxAliasCount: 100 }))
    sourcesSchema.parse(sources)
    return sources
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : []
    throw new NoroshiError('bad-configuration', `${file}: ${issue === undefined ? messageOf(cause) : `${issue.path.join('.')}: ${issue.message}`}`, { cause })
  }
}

const WORDS: Readonly<Record<Language, (name: string, sources: number, version: number) => string>> = {
  en: (name, sources, version) => `${name} shall collect ${sources} sources (version ${version}); noroshi sensor list shows when it does`,
  ja: (name, sources, version) => `${name} に ${sources} 個のソースを設定しました(バージョン ${version})。適用されたかどうかは noroshi sensor list で確認できます`,
}
