import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { House } from '../capabilities.ts'
import { mergeRuns } from '../pipeline/ordered/merge-runs.ts'
import { orderedEvents } from '../pipeline/ordered/ordered-events.ts'
import { RunWriter } from '../pipeline/ordered/run-writer.ts'
import { runStages } from '../pipeline/ordered/run-stages.ts'
import type { ReadOptions } from '../pipeline/read-evidence.ts'
import { readEvidence } from '../pipeline/read-evidence.ts'

/**
 * By event id, the keys of correlations that the event completes. They show only when all evidence is read and in order: so whoever asks
 * for them in files reads these twice.
 */
export async function stagedRules(reading: ReadOptions, house: House): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = new Map<string, string[]>()
  const stages = house.stages()
  if (stages.length === 0) return keys
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-order-'))
  try {
    const ordered = new RunWriter(folder)
    // The same content under a second path is the same evidence.
    const read = new Set<string>()
    for await (const step of readEvidence(reading, house)) {
      const { sha256 } = step.evidence
      if (step.kind === 'end') read.add(sha256)
      else if (!read.has(sha256)) {
        const matches = house.detectors.flatMap(detector => detector.inspect(step.batch))
        for (const event of orderedEvents(step.batch, matches, sha256, house.mappings)) ordered.add(event)
      }
    }
    await runStages(stages, mergeRuns(ordered.finish()), ({ event, rule }) => {
      const known = keys.get(event)
      if (known === undefined) keys.set(event, [rule.id])
      else known.push(rule.id)
    })
    return keys
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
