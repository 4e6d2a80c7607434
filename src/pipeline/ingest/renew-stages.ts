import { join } from 'node:path'
import { rmSync } from 'node:fs'
import { DigestSum } from '../../model/digest.ts'
import { Mappings } from '../../model/mappings.ts'
import type { OrderedStage } from '../../model/ordered-stage.ts'
import { MatchEncoder } from '../../store/events/encode-matches.ts'
import { matchInsert } from '../../store/events/event-insert.ts'
import { readSignals } from '../../store/events/signals.ts'
import { scopePosition } from '../../store/ledger/position.ts'
import { abandonLoad } from '../../store/ledger/abandon-load.ts'
import { completeStages, isChangedSince, NO_RULES, openStageLoad, stageState } from '../../store/ledger/stage.ts'
import { runStages } from '../ordered/run-stages.ts'
import type { IngestStore } from './ingest-store.ts'
import { SpoolFile } from './spool-file.ts'

/** The ordered stages of the rules of now. */
export interface StageSource {
  /** Changes with whatever their verdicts depend on. */
  readonly version: string
  /** Makes stages that have seen nothing; none when the rules have none. */
  make(): readonly OrderedStage[]
}

/**
 * For who folds without knowing the rules: what stages stated of a store that has changed since is no longer shown, until somebody with
 * rules folds.
 */
export async function dropOutdatedStages({ ledger }: Pick<IngestStore, 'ledger'>): Promise<void> {
  const before = await stageState(ledger)
  if (before === null || before.load === null || !await isChangedSince(ledger, before.seen)) return
  await completeStages(ledger, before, null, { version: NO_RULES, seen: before.seen, matches: NO_MATCHES, parts: [] })
}

const NO_MATCHES = new DigestSum().digest()

/**
 * Lets ordered stages see everything that is stored, and puts what they state in the place of what they stated before, when the store
 * or the rules have changed since. One process does it at a time: the one that folds. Whose load was given up meanwhile, or who was
 * overtaken, looks again.
 *
 * @throws NoroshiError what the engines say; nothing has changed then
 */
export async function renewStages(store: IngestStore, source: StageSource): Promise<void> {
  while (await renewOnce(store, source) === 'superseded');
}

async function renewOnce(store: IngestStore, source: StageSource): Promise<'renewed' | 'superseded'> {
  const { ledger, clickhouse } = store
  const before = await stageState(ledger)
  if (before !== null && before.version === source.version && !await isChangedSince(ledger, before.seen)) return 'renewed'
  const stages = source.make()
  if (stages.length === 0 && before === null) return 'renewed'
  const { position, hidden } = await scopePosition(ledger)
  const scope = { organisation: ledger.organisation, position, hiddenLoads: hidden }
  const load = await openStageLoad(ledger, store.worker)
  const file = new SpoolFile(join(store.folder.spool, `${load}.matches`))
  try {
    const encoder = new MatchEncoder({ organisation: ledger.organisation, load, evidence: '', sensor: '' }, new Mappings([]))
    const { parts, matches } = await runStages(stages, readSignals(clickhouse.client, scope), match => {
      encoder.addMatch(match)
      if (encoder.full) file.append(encoder.take())
    })
    file.append(encoder.take())
    const path = file.close()
    if (path !== null) await clickhouse.insertFile(matchInsert(path))
    return await completeStages(ledger, before, load, { version: source.version, seen: position, matches, parts })
  } catch (cause) {
    // Where not even this can be written, on a full disk, the next load takes its place.
    await abandonLoad(ledger, load).catch(() => {})
    throw cause
  } finally {
    file.close()
    rmSync(join(store.folder.spool, `${load}.matches`), { force: true })
  }
}
