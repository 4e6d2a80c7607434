import type { Language } from '../model/reason.ts'
import { formatBytes } from '../platform/progress-line.ts'
import { unheardSensor } from '../server/sensors/sensor-register.ts'
import type { SensorView } from '../server/sensors/sensor-view.ts'
import { latestSensorSources } from '../store/sensors/sensor-sources.ts'
import { storedSensors } from '../store/sensors/sensor.ts'
import { printable } from './evidence.ts'
import type { SensorHubOptions, SensorHubStore } from './sensor-hub-store.ts'
import { withSensorHub } from './sensor-hub-store.ts'
import { terminal } from './terminal.ts'
import { writeLines } from './write-lines.ts'

export interface SensorListOptions extends SensorHubOptions {
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi sensor list`, of all organisations unless one is named: as the running hub knows them, else as they were enrolled; exit code 1 when one is away or has a problem. */
export async function sensorList({ json, lang, ...options }: SensorListOptions): Promise<number> {
  const { sensors, isOne } = await withSensorHub(options, async store => {
    const all = store.hub?.list(options.organisation) ?? await enrolledSensors(store, options.organisation)
    return { sensors: all, isOne: all.every(({ organisation }) => organisation === store.installation) }
  })
  const { stdout, stderr } = terminal()
  await writeLines(stdout, sensors.flatMap(sensor => (json === true ? [`${JSON.stringify(sensor)}\n`] : linesOf(sensor, isOne ? '' : `${sensor.organisation}  `, WORDS[lang]))))
  if (sensors.length === 0) stderr.write(`${WORDS[lang].none}\n`)
  return sensors.some(({ state, refused, sources: { problem } }) => state === 'away' || refused > 0 || problem !== null) ? 1 : 0
}

async function enrolledSensors({ pool }: SensorHubStore, of: string | undefined): Promise<SensorView[]> {
  const sources = await latestSensorSources(pool)
  return (await storedSensors(pool)).filter(({ organisation }) => of === undefined || organisation === of)
    .map(sensor => unheardSensor(sensor, sources.find(({ organisation, name }) => organisation === sensor.organisation && name === sensor.name)?.version ?? 0, 'unknown'))
}

/** @param whose with its blanks; empty where there is one organisation only */
function linesOf(sensor: SensorView, whose: string, words: Words): string[] {
  const { name, state, version, wantedVersion, rate, lagSeconds, spool, dropped, refused, clockDifferenceMs, memoryBytes, sources, seenAt } = sensor
  return [
    `${name}  ${whose}${words[state]}  ${words.seen}: ${seenAt ?? words.never}`,
    ...(spool === null ? [] : [
      `  ${words.flow(rate, lagSeconds, spool.segments, formatBytes(spool.bytes), formatBytes(spool.limitBytes))}`,
      `  ${words.lost(dropped, refused)}  ${words.machine(version ?? '', formatBytes(memoryBytes ?? 0), clockDifferenceMs ?? 0)}`,
    ]),
    ...(wantedVersion === null ? [] : [`  ${words.wanted(wantedVersion)}`]),
    ...(spool === null || sources.applied === sources.wanted ? [] : [`  ${words.behind(sources.applied ?? 0, sources.wanted)}`]),
    ...(sources.problem === null ? [] : [`  ${sources.problem}`]),
  ].map(line => `${printable(line)}\n`)
}

type Words = Readonly<Record<SensorView['state'], string>> & {
  readonly none: string
  readonly seen: string
  readonly never: string
  flow(rate: number, lag: number, segments: number, bytes: string, limit: string): string
  lost(dropped: number, refused: number): string
  machine(version: string, memory: string, clock: number): string
  wanted(version: string): string
  behind(applied: number, wanted: number): string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    reporting: 'reporting',
    away: 'away',
    unheard: 'not heard since the hub started',
    unknown: 'unknown: no hub runs',
    none: 'No sensors are enrolled; docs/sensor.md says how',
    seen: 'last heard',
    never: 'never',
    flow: (rate, lag, segments, bytes, limit) => `${rate} records a second, ${lag} s behind; ${segments} segments wait there (${bytes} of ${limit})`,
    lost: (dropped, refused) => `dropped ${dropped}, segments refused ${refused}`,
    machine: (version, memory, clock) => `version ${version}, memory ${memory}, clock ${clock >= 0 ? '+' : ''}${clock} ms`,
    wanted: version => `should have version ${version}: update it there`,
    behind: (applied, wanted) => `collects version ${applied} of its sources, should collect ${wanted}`,
  },
  ja: {
    reporting: '報告あり',
    away: '応答なし',
    unheard: 'ハブの起動後は報告なし',
    unknown: '不明(ハブが動いていません)',
    none: '登録されたセンサーはありません。登録方法は docs/sensor.md を参照してください',
    seen: '最終報告',
    never: 'なし',
    flow: (rate, lag, segments, bytes, limit) => `毎秒 ${rate} 件、遅れ ${lag} 秒、センサー側で待機中のセグメント ${segments} 個(${limit} 中 ${bytes})`,
    lost: (dropped, refused) => `破棄 ${dropped}、拒否されたセグメント ${refused}`,
    machine: (version, memory, clock) => `バージョン ${version}、メモリ ${memory}、時計のずれ ${clock >= 0 ? '+' : ''}${clock} ms`,
    wanted: version => `バージョン ${version} が必要です。センサー側で更新してください`,
    behind: (applied, wanted) => `ソース設定はバージョン ${applied} で動作中。ハブの設定はバージョン ${wanted}`,
  },
}
