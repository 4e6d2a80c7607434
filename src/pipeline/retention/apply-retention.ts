import { randomUUID } from 'node:crypto'
import type { RetentionConfiguration } from '../../platform/config/retention-schema.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { deleteEvidence } from '../../store/ledger/delete-evidence.ts'
import { liveLoads, digestsOf } from '../../store/backup/live-loads.ts'
import { inTransaction } from '../../store/postgres/transaction.ts'
import type { KeptEvidence } from '../../store/retention/kept-evidence.ts'
import { coldFiles, forgetWarm, isSharedEvidence, moveToCold } from '../../store/retention/kept-evidence.ts'
import type { IngestStore } from '../ingest/ingest-store.ts'
import { purgeDeadLoads } from '../ingest/purge-dead-loads.ts'
import type { ColdFile, ColdPlace } from './cold-place.ts'
import { coldPlace, removeCold } from './cold-place.ts'
import { FILE_EVENTS, FILE_LOADS } from './defaults.ts'
import type { DueEvidence, RetentionPlan } from './retention-plan.ts'
import { writeParquet } from './write-parquet.ts'

/** What came of a plan. */
export interface AppliedRetention {
  /** Pieces of evidence whose events are in cold files now, and the files. */
  readonly cold: number
  readonly files: readonly string[]
  readonly deleted: number
  /** Cold files that went with the last evidence in them. */
  readonly filesDeleted: readonly string[]
}

/**
 * Does what a plan says, piece by piece: each is audited, deletions stand in the custody ledger too, and interrupted anywhere the next goes on. Cases are
 * folded anew by who asks. Hold is looked at again for each.
 *
 * @param store of the plan's organisation
 * @throws NoroshiError `cold-failed`, `disk-full`, and what the engines say
 */
export async function applyRetention(store: IngestStore, plan: RetentionPlan, retention: RetentionConfiguration, person: string): Promise<AppliedRetention> {
  const { ledger, clickhouse } = store
  const place = coldPlace(retention, store.folder.spool)
  await forgetWarm(ledger)
  const files: string[] = []
  let moved = 0
  for (const group of coldGroups(plan.cold)) {
    if (place === null) break
    const { file, sha256 } = await writeGroup(store, group, place)
    const done = await moveToCold(ledger, { file, sha256OfFile: sha256, evidence: group }, person)
    moved += done.length
    if (done.length > 0) files.push(file)
  }
  const before = await coldFiles(ledger.pool)
  let deleted = 0
  for (const { sha256, firstSeen } of plan.deleted) if (await deleteEverywhere(store, sha256, person, `retention: received ${firstSeen.toISOString()}`)) deleted++
  const after = await coldFiles(ledger.pool)
  const filesDeleted = [...before].filter(file => !after.has(file))
  for (const file of filesDeleted) await removeCold(file, retention)
  // Rows of what went earlier; those of now wait for who may still be reading them.
  while (await purgeDeadLoads(clickhouse, ledger) > 0);
  return { cold: moved, files, deleted, filesDeleted }
}

async function writeGroup({ clickhouse, ledger }: IngestStore, group: readonly KeptEvidence[], place: ColdPlace): Promise<ColdFile> {
  const wanted = new Set(group.flatMap(({ loads }) => loads))
  const loads = (await inTransaction(ledger.pool, liveLoads)).filter(({ load }) => wanted.has(load))
  const day = group[0]!.firstSeen.toISOString().slice(0, 10)
  const name = [ledger.organisation, day.slice(0, 4), day.slice(5, 7), `${day}-${randomUUID()}.parquet`].join('/')
  return place.keep(name, path => writeParquet(clickhouse, loads.map(({ load }) => load), path, digestsOf(loads).events))
}

/** Evidence of one day and one term together, so that it can be deleted together. What holds no event needs no file. */
function coldGroups(evidence: readonly DueEvidence[]): KeptEvidence[][] {
  const groups: KeptEvidence[][] = []
  const open = new Map<string, { readonly group: KeptEvidence[]; events: number; loads: number }>()
  for (const each of evidence) {
    if (each.loads.length === 0) continue
    const key = `${each.firstSeen.toISOString().slice(0, 10)} ${each.deleteDays}`
    let last = open.get(key)
    if (last === undefined || last.events >= FILE_EVENTS || last.loads + each.loads.length > FILE_LOADS) {
      last = { group: [], events: 0, loads: 0 }
      open.set(key, last)
      groups.push(last.group)
    }
    last.group.push(each)
    last.events += each.events
    last.loads += each.loads.length
  }
  return groups
}

/** Events first: should this be interrupted, the deletion can be repeated. False when it was held meanwhile, or is gone. */
async function deleteEverywhere({ ledger, custody }: IngestStore, sha256: string, person: string, reason: string): Promise<boolean> {
  try {
    custody.planDeletion({ kind: 'evidence', sha256 })
    await deleteEvidence(ledger, sha256, person)
    // Its bytes stay while another organisation has it; it deletes them in its turn.
    if (!await isSharedEvidence(ledger, sha256)) await custody.delete({ kind: 'evidence', sha256 }, person, reason)
    return true
  } catch (cause) {
    if (cause instanceof NoroshiError && (cause.code === 'evidence-held' || cause.code === 'no-such-evidence')) return false
    throw cause
  }
}
