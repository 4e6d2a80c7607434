import { existsSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { Configuration } from '../../platform/config/read-configuration.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { formatBytes } from '../../platform/progress-line.ts'
import { LEAST_DISK_BYTES, LOW_DISK_BYTES, OTHER_MEMORY_BYTES } from './defaults.ts'
import type { Outcome } from './outcome.ts'

export function checkNode(version = process.versions.node): Outcome {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const fits = major === 24 && minor >= 12
  const values = { version, processors: availableParallelism() }
  return { check: 'node', state: fits ? 'ok' : 'failed', finding: fits ? 'node-fits' : 'node-unfit', values }
}

export function checkMemory({ clickhouse }: Configuration, available = availableMemory()): Outcome {
  const needed = OTHER_MEMORY_BYTES + (clickhouse.url === undefined ? clickhouse.memoryMb * 1_000_000 : 0)
  const values = { available: formatBytes(available), total: formatBytes(totalmem()), needed: formatBytes(needed) }
  return available >= needed
    ? { check: 'memory', state: 'ok', finding: 'memory-enough', values }
    : { check: 'memory', state: 'warning', finding: 'memory-short', values }
}

/** Of the folder, or of the nearest above it that is there. */
export async function checkDisk(folder: string): Promise<Outcome> {
  let existing = folder
  while (!existsSync(existing) && existing !== dirname(existing)) existing = dirname(existing)
  try {
    const { bavail, bsize } = await statfs(existing)
    return diskOutcome(folder, bavail * bsize)
  } catch (cause) {
    return { check: 'disk', state: 'skipped', finding: 'disk-unknown', values: { folder, reason: messageOf(cause) } }
  }
}

export function diskOutcome(folder: string, free: number): Outcome {
  const values = { folder, free: formatBytes(free) }
  if (free >= LOW_DISK_BYTES) return { check: 'disk', state: 'ok', finding: 'disk-enough', values }
  return { check: 'disk', state: free < LEAST_DISK_BYTES ? 'failed' : 'warning', finding: 'disk-short', values }
}

/** What programs can still have: free memory and what caches give back (proc(5), MemAvailable). */
function availableMemory(): number {
  try {
    const [, kibibytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? []
    return kibibytes === undefined ? freemem() : Number(kibibytes) * 1_024
  } catch {
    return freemem()
  }
}
