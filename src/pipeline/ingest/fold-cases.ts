import type { Finding } from '../../model/finding.ts'
import { sumFindings } from '../../store/ledger/finding-parts.ts'
import type { FoldState, StoredCase } from '../../store/ledger/fold.ts'
import { electFold, foldState, saveCases } from '../../store/ledger/fold.ts'
import type { IngestStore } from './ingest-store.ts'
import { FOLD_TRIES, FOLD_RETRY_MS } from './defaults.ts'
import { setTimeout as sleep } from 'node:timers/promises'

/** Findings → cases: triage's, handed down. */
export type MakeCases<Made extends { readonly cases: readonly { readonly id: string; readonly priority: number }[] }> = (findings: readonly Finding[]) => Made

/** What was folded last, and from what. */
export interface Folded<Made> {
  readonly made: Made
  readonly findings: readonly Finding[]
}

/**
 * Folds all findings into cases and saves them as one generation. Another process that folds at the same time is waited for; what it
 * saved is not enough, since it may have looked earlier.
 *
 * @throws Error when others hold the fold for minutes
 */
export async function foldCases<Made extends { readonly cases: readonly { readonly id: string; readonly priority: number }[] }>(
  { ledger }: IngestStore, makeCases: MakeCases<Made>,
): Promise<Folded<Made>> {
  for (let tries = 1; tries <= FOLD_TRIES; tries++) {
    const election = await electFold(ledger)
    if (election !== null) {
      try {
        const before: FoldState = await foldState(ledger)
        const { position, findings } = await sumFindings(ledger)
        const made = makeCases(findings)
        const cases = made.cases.map((each): StoredCase => ({ id: each.id, priority: each.priority, body: each }))
        if (await saveCases(ledger, before, position, cases) === 'saved') return { made, findings }
      } finally {
        await election.release()
      }
    }
    await sleep(FOLD_RETRY_MS)
  }
  throw new Error('another process has held the fold for minutes')
}
