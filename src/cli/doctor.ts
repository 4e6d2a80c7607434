import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Configuration } from '../platform/config/read-configuration.ts'
import { dataFolderPath } from '../platform/config/read-configuration.ts'
import type { DataFolder } from '../platform/data-folder.ts'
import { dataPaths, openDataFolder } from '../platform/data-folder.ts'
import { readVersion } from '../platform/data-folder-version.ts'
import { checkCustody, checkMappings, checkRules, checkSettings, failed } from './doctor/content-checks.ts'
import { checkClickHouse, checkPostgres } from './doctor/engine-checks.ts'
import { servedOutcomes } from './doctor/served-checks.ts'
import { checkSources } from './doctor/source-checks.ts'
import { checkDisk, checkMemory, checkNode } from './doctor/machine-checks.ts'
import { checkNotify } from './doctor/notify-checks.ts'
import type { CheckState, Outcome } from './doctor/outcome.ts'
import type { DoctorView } from './doctor/doctor-schema.ts'
import { WORDS } from './doctor/words.ts'
import type { CommonOptions } from './settings.ts'
import { clickHouseOptionsOf, postgresOptionsOf, readSettings } from './settings.ts'
import { writeLines } from './write-lines.ts'

export interface DoctorOptions extends CommonOptions {
  readonly json?: boolean
  readonly lang: 'en' | 'ja'
  /** Leaves the data folder alone and tries the engines in a temporary one. */
  readonly dry?: boolean
}

/** `noroshi doctor`: what is there, what is wrong, what to do. Exit code 1 when something does not work. */
export async function doctor(options: DoctorOptions): Promise<number> {
  const settings = readSettings(options)
  const folder = dataFolderPath(options.data, settings)
  const shown: DoctorView['checks'] = []
  for await (const outcome of outcomes(settings, folder, options)) {
    const check = viewOf(outcome, options.lang)
    shown.push(check)
    if (options.json !== true) await writeLines(process.stdout, [lineOf(check)])
  }
  const works = shown.every(({ state }) => state !== 'failed')
  if (options.json) await writeLines(process.stdout, [`${JSON.stringify({ works, checks: shown } satisfies DoctorView)}\n`])
  return works ? 0 : 1
}

async function* outcomes(settings: Configuration, folder: string, options: DoctorOptions): AsyncGenerator<Outcome> {
  yield checkNode()
  yield checkMemory(settings)
  yield await checkDisk(folder)
  yield checkSettings(settings)
  yield checkMappings()
  yield checkRules(settings, dataPaths(folder))
  yield await checkNotify(settings)
  yield await checkCustody(dataPaths(folder).custody)
  yield await checkSources(options)
  yield* options.dry === true ? inTemporaryFolder(settings, folder) : inDataFolder(settings, folder, options)
}

/** One that is not there yet is made, as the first start would, and stays. */
async function* inDataFolder(settings: Configuration, folder: string, options: CommonOptions): AsyncGenerator<Outcome> {
  const isNew = !existsSync(folder)
  let data: DataFolder
  try {
    data = openDataFolder(folder)
  } catch (cause) {
    const served = await servedOutcomes(options, folder, cause)
    if (served !== null) return yield* served
    yield failed('data', 'data-unusable', cause)
    yield { check: 'clickhouse', state: 'skipped', finding: 'engine-not-tried', values: {} }
    yield { check: 'postgres', state: 'skipped', finding: 'engine-not-tried', values: {} }
    return
  }
  try {
    const values = { folder: data.path, version: readVersion(data.path) ?? 0 }
    yield { check: 'data', state: 'ok', finding: isNew ? 'data-made' : 'data-ready', values }
    yield* engines(settings, data)
  } finally {
    data.close()
  }
}

async function* inTemporaryFolder(settings: Configuration, folder: string): AsyncGenerator<Outcome> {
  const temporary = mkdtempSync(join(tmpdir(), 'noroshi-doctor-'))
  try {
    yield { check: 'data', state: 'ok', finding: 'data-temporary', values: { folder } }
    const data = openDataFolder(temporary)
    try {
      yield* engines(settings, data)
    } finally {
      data.close()
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

async function* engines(settings: Configuration, data: DataFolder): AsyncGenerator<Outcome> {
  yield await checkClickHouse(clickHouseOptionsOf(settings, data))
  yield await checkPostgres(postgresOptionsOf(settings, data))
}

function viewOf({ check, state, finding, values }: Outcome, language: 'en' | 'ja'): DoctorView['checks'][number] {
  const { message, mend } = WORDS[language][finding]
  return { check, state, message: message(values), mend: mend?.(values) ?? null }
}

const SIGNS: Readonly<Record<CheckState, string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '-' }

function lineOf({ check, state, message, mend }: DoctorView['checks'][number]): string {
  return `${SIGNS[state]} ${check.padEnd(10)}  ${message}\n${mend === null ? '' : `  ${''.padEnd(10)}  → ${mend}\n`}`
}
