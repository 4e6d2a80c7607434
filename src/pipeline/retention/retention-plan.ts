import type { RetentionRule } from '../../platform/config/retention-schema.ts'
import type { CustodyRegister } from '../../store/custody/custody-register.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import type { KeptEvidence } from '../../store/retention/kept-evidence.ts'
import { evidenceBefore } from '../../store/retention/kept-evidence.ts'
import { DAY_MS } from './defaults.ts'
import { termOfDatasets } from './retention-rule.ts'

/** Evidence that is due to leave the event store. */
export interface DueEvidence extends KeptEvidence {
  /** When its cold file must be deleted; null when never. */
  readonly deleteDays: number | null
}

/** What the rules say of one organisation's evidence now. */
export interface RetentionPlan {
  readonly organisation: string
  /** Whose events leave the event store. */
  readonly cold: readonly DueEvidence[]
  /** What goes altogether. */
  readonly deleted: readonly KeptEvidence[]
  /** Due, but on hold. */
  readonly held: readonly KeptEvidence[]
  /** Due, but not read to its end. */
  readonly waiting: readonly KeptEvidence[]
}

/** What is due. Age counts from when evidence was first received: what its events say of time, its sender may have made up. */
export async function planRetention(ledger: Ledger, rules: readonly RetentionRule[], register: CustodyRegister, nowMs: number): Promise<RetentionPlan> {
  const { organisation } = ledger
  const days = rules.flatMap(({ hotDays, deleteDays }) => [hotDays ?? Infinity, deleteDays ?? Infinity])
  const cold: DueEvidence[] = []
  const deleted: KeptEvidence[] = []
  const held: KeptEvidence[] = []
  const waiting: KeptEvidence[] = []
  const shortest = Math.min(...days)
  const found = Number.isFinite(shortest) ? await evidenceBefore(ledger, new Date(nowMs - shortest * DAY_MS)) : []
  for (const evidence of found) {
    const term = termOfDatasets(rules, organisation, evidence.datasets)
    const age = (nowMs - evidence.firstSeen.getTime()) / DAY_MS
    const isGoing = age >= (term.deleteDays ?? Infinity)
    if (!isGoing && (age < (term.hotDays ?? Infinity) || evidence.coldFile !== null)) continue
    if (evidence.holdReason !== null || isHeld(evidence.sha256, register)) held.push(evidence)
    else if (evidence.isWaiting) waiting.push(evidence)
    else if (isGoing) deleted.push(evidence)
    else cold.push({ ...evidence, deleteDays: term.deleteDays })
  }
  return { organisation, cold, deleted, held, waiting }
}

/** By a hold on it, on a blob that has it, or on other evidence in such a blob. */
function isHeld(sha256: string, register: CustodyRegister): boolean {
  return register.holdOf(sha256) !== undefined || register.storedBlobsOf(sha256).some(blob => register.holdOn(blob) !== undefined)
}
