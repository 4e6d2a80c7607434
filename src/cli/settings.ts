import { hostname, userInfo } from 'node:os'
import type { HouseOptions } from '../capabilities.ts'
import { UNPACK_LIMITS } from '../pipeline/evidence/defaults.ts'
import type { DiscoverOptions } from '../pipeline/evidence/discover.ts'
import type { Configuration } from '../platform/config/read-configuration.ts'
import { dataFolderPath, readConfiguration } from '../platform/config/read-configuration.ts'
import type { DataPaths } from '../platform/data-folder.ts'
import { dataPaths } from '../platform/data-folder.ts'
import type { WorkerLimits } from '../platform/defaults.ts'
import { BESIDE_HEAP_MB } from '../platform/defaults.ts'
import type { ClickHouseOptions } from '../store/clickhouse/open-clickhouse.ts'
import type { PostgresOptions } from '../store/postgres/open-postgres.ts'

/** What every command understands, before or after its name. */
export interface CommonOptions {
  readonly config?: string
  /** Processing pipelines beside those of noroshi.yaml, where the command takes them. */
  readonly pipeline?: readonly string[]
  readonly data?: string
}

/** noroshi.yaml, with what the command line says over it. @throws NoroshiError `bad-configuration` */
export function readSettings({ config, pipeline = [] }: CommonOptions): Configuration {
  const settings = readConfiguration({ named: config })
  return { ...settings, sigma: { ...settings.sigma, pipelines: [...settings.sigma.pipelines, ...pipeline] } }
}

/** The data folder of this call, which need not be there yet. */
export function dataPathsOf(options: CommonOptions): DataPaths {
  return dataPaths(dataFolderPath(options.data, readSettings(options)))
}

/** What the house needs of the settings; plain data, so that it can cross to workers. */
export function houseOptionsOf(settings: Configuration, ruleDirectories: readonly string[], disabledRules: readonly string[] = []): HouseOptions {
  const { sigma, zones, traffic } = settings
  return {
    ruleDirectories, disabledRules, placeholders: sigma.placeholders, pipelines: sigma.pipelines, zones, ...(traffic.detect && { traffic: { ownNetworks: traffic.ownNetworks } }),
  }
}

export function workerLimitsOf({ limits }: Configuration): WorkerLimits {
  return { heapMb: limits.workerHeapMb, memoryMb: limits.workerHeapMb + BESIDE_HEAP_MB, silenceMs: limits.workerSilenceSeconds * 1_000 }
}

export function clickHouseOptionsOf({ clickhouse }: Configuration, { clickhouse: folder, run }: DataPaths): ClickHouseOptions {
  if (clickhouse.url !== undefined) return { kind: 'external', url: clickhouse.url }
  const limits = {
    serverMemoryBytes: clickhouse.memoryMb * 1_000_000,
    queryMemoryBytes: clickhouse.queryMemoryMb * 1_000_000,
    threads: clickhouse.threads,
    querySeconds: clickhouse.querySeconds,
  }
  return { kind: 'embedded', folder, runFolder: run, limits }
}

export function postgresOptionsOf({ postgres }: Configuration, { postgres: folder, run }: DataPaths): PostgresOptions {
  return postgres.url === undefined ? { kind: 'embedded', folder, runFolder: run } : { kind: 'external', url: postgres.url }
}

/** How archives are opened. */
export function archiveOptionsOf({ archives }: Configuration): DiscoverOptions {
  const limits = { ...UNPACK_LIMITS, depth: archives.depth, spoolBytes: archives.spoolMb * 1_000_000 }
  return { passwords: archives.passwords, limits }
}

/** Who is at the keyboard, as the machine knows them. */
export function actorOf(named: string | undefined): string {
  return named ?? `${userName()}@${hostname()}`
}

/** A user number without an account has no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}
