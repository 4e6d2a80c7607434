import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../../model/case.ts'
import type { Finding } from '../../model/finding.ts'
import type { JudgedFindings, WeighedFinding } from '../../model/verdict.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { foldVerdicts } from '../../store/decisions/verdicts.ts'
import { sumFindings } from '../../store/ledger/finding-parts.ts'
import type { FoldState } from '../../store/ledger/fold.ts'
import { electFold, foldState, saveCases } from '../../store/ledger/fold.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { scopePosition } from '../../store/ledger/position.ts'
import type { SeekMatches } from '../cases/locate-anchors.ts'
import { locateAnchors } from '../cases/locate-anchors.ts'
import { matchesInStore } from '../cases/matches-in-store.ts'
import type { IngestStore } from './ingest-store.ts'
import { FOLD_RETRY_MS, FOLD_TRIES, STORE_RETRY_MS, STORE_TRIES } from './defaults.ts'
import type { StageSource } from './renew-stages.ts'
import { dropOutdatedStages, renewStages } from './renew-stages.ts'
import type { OnRoom } from './room-pause.ts'
import { RoomPause } from './room-pause.ts'

/** What triage makes of findings. */
export interface MadeCases {
  /** With people's verdicts. */
  readonly cases: readonly Case[]
  /** Those on which a verdict bears, without it, by id. */
  readonly derived: ReadonlyMap<string, Case>
  readonly findings: readonly WeighedFinding[]
}

/** Findings and people's verdicts → cases: triage's, handed down. */
export type MakeCases<Made extends MadeCases> = (findings: readonly Finding[], verdicts: JudgedFindings) => Made

/** What was folded last, and from what. */
export interface Folded<Made> {
  readonly made: Made
  readonly findings: readonly Finding[]
}

/** Of who folds and knows the rules. */
export interface FoldOptions {
  /** Those of the rules of now. */
  readonly stages: StageSource
  /** Told when the fold waits for room on a disk, and when it goes on. */
  readonly onRoom: OnRoom
}

/**
 * Lets ordered stages see what is new, folds all findings into cases and saves them as one generation. Another process that folds at the
 * same time is waited for; what it saved is not enough, since it may have looked earlier. So are an engine that died and room on a full
 * disk: all of it is begun again.
 *
 * @param options null for who does not know the rules: a full disk is then an error
 * @throws Error when others hold the fold for minutes
 */
export function foldCases<Made extends MadeCases>(store: IngestStore, makeCases: MakeCases<Made>, options: FoldOptions | null): Promise<Folded<Made>> {
  const { ledger, clickhouse } = store
  const seekMatches: SeekMatches = async sought => {
    const { position, hidden } = await scopePosition(ledger)
    return matchesInStore(clickhouse, { organisation: ledger.organisation, position, hiddenLoads: hidden }, sought)
  }
  if (options === null) return whenStoreAnswers(() => foldLedger(ledger, seekMatches, makeCases, () => dropOutdatedStages(store)))
  const { stages, onRoom } = options
  return new RoomPause(onRoom).whenThereIsRoom(() =>
    whenStoreAnswers(() => foldLedger(ledger, seekMatches, makeCases, () => renewStages(store, stages))))
}

/** Again while the event store breaks off; it is started again when it has died. */
async function whenStoreAnswers<T>(work: () => Promise<T>): Promise<T> {
  for (let broken = 1; ; broken++) {
    try {
      return await work()
    } catch (cause) {
      if (!(cause instanceof NoroshiError && cause.code === 'store-unavailable') || broken === STORE_TRIES) throw cause
      await sleep(STORE_RETRY_MS)
    }
  }
}

/**
 * The same, with matches looked for elsewhere than in the event store.
 *
 * @param prepare what is done first by who holds the fold
 */
export async function foldLedger<Made extends MadeCases>(
  ledger: Ledger, seekMatches: SeekMatches, makeCases: MakeCases<Made>, prepare: () => Promise<void> = async () => {},
): Promise<Folded<Made>> {
  for (let tries = 1; tries <= FOLD_TRIES; tries++) {
    const election = await electFold(ledger)
    if (election !== null) {
      try {
        await prepare()
        const before: FoldState = await foldState(ledger)
        const { position, findings } = await sumFindings(ledger)
        const places = await locateAnchors(ledger, seekMatches)
        const { verdicts, counted } = await foldVerdicts(ledger, places)
        const made = makeCases(findings, verdicts)
        const weighed = new Map(made.findings.map(each => [each.finding.id, each]))
        const cases = made.cases.map(shown => ({
          shown,
          derived: made.derived.get(shown.id) ?? shown,
          findings: shown.findings.map(id => weighed.get(id)).filter(each => each !== undefined),
        }))
        if (await saveCases(ledger, before, position, cases, { places, counted }) === 'saved') return { made, findings }
      } finally {
        await election.release()
      }
    }
    await sleep(FOLD_RETRY_MS)
  }
  throw new Error('another process has held the fold for minutes')
}
