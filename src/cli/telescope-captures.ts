import type { PacketBatch } from '../observe/packet/packet-batch.ts'
import { readCaptures, STANDARD_INPUT } from '../observe/packet/read-captures.ts'
import { ErrorCollector } from '../pipeline/error-list.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import { requirePaths } from './rule-directories.ts'

/**
 * Reads captures, batch after batch, and tells on standard error what could not be read.
 *
 * @returns the exit code: 1 when there was something
 */
export async function readWatchedCaptures(paths: readonly string[], take: (batch: PacketBatch) => void | Promise<void>): Promise<number> {
  requirePaths(paths.filter(path => path !== STANDARD_INPUT))
  const reports = new Map<string, ErrorCollector>()
  const batches = readCaptures(paths, {
    standardInput: process.stdin,
    onError(path, error) {
      const report = reports.get(path) ?? new ErrorCollector()
      reports.set(path, report)
      report.error(error)
    },
  })
  for await (const batch of batches) await take(batch)
  for (const [path, report] of reports) process.stderr.write(formatEvidenceErrors(path, report.take()))
  return reports.size > 0 ? 1 : 0
}
