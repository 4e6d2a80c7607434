import { join } from 'node:path'
import { rmSync } from 'node:fs'
import { DigestSum } from '../../model/digest.ts'
import { Mappings } from '../../model/mappings.ts'
import type { OrderedStage } from '../../model/ordered-stage.ts'
import { copyMatches, countMatches } from '../../store/events/copy-matches.ts'
import { MatchEncoder } from '../../store/events/encode-matches.ts'
import { matchInsert } from '../../store/events/event-insert.ts'
import type { EventScope } from '../../store/events/scope.ts'
import { readSignals, spanOfSignals } from '../../store/events/signals.ts'
import { scopePosition } from '../../store/ledger/position.ts'
import { abandonLoad } from '../../store/ledger/abandon-load.ts'
import type { StageState } from '../../store/ledger/stage.ts'
import { completeStages, isChangedSince, loadsSince, NO_RULES, openStageLoad, stageState } from '../../store/ledger/stage.ts'
import type { SnapshotKeeper } from '../ordered/snapshot-keeper.ts'
import type { StageSnapshot } from '../ordered/stage-run.ts'
import { StageRun } from '../ordered/stage-run.ts'
import type { IngestStore } from './ingest-store.ts'
import { SpoolFile } from './spool-file.ts'
import { recallStages, rememberStages } from './stage-memory.ts'

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
 * or the rules have changed since. What was seen before need not be seen again, unless something comes in between: stages go on from the last state that was kept before
 * it, and state what they would from the beginning. One process does it at a time: the one that folds. Whose load was given up meanwhile, or who was
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
  const { snapshots, start, earlier } = await whereToGoOn(store, source, before, scope)
  rememberStages(ledger.pool, ledger.organisation, snapshots, null)
  const load = await openStageLoad(ledger, store.worker)
  const file = new SpoolFile(join(store.folder.spool, `${load}.matches`))
  try {
    const encoder = new MatchEncoder({ organisation: ledger.organisation, load, evidence: '', sensor: '' }, new Mappings([]))
    const run = new StageRun(start ?? { stages }, match => {
      encoder.addMatch(match)
      if (encoder.full) file.append(encoder.take())
    })
    for await (const event of readSignals(clickhouse.client, scope, start?.position)) {
      snapshots.pass(event.time, () => run.snapshot())
      run.accept(event)
    }
    const { parts, matches } = run.result()
    file.append(encoder.take())
    const path = file.close()
    if (path !== null) await clickhouse.insertFile(matchInsert(path))
    if (start !== null && earlier !== null) await copyEarlier(store, { from: earlier, to: load, start, expected: matches.count })
    const outcome = await completeStages(ledger, before, load, { version: source.version, seen: position, matches, parts })
    if (outcome === 'renewed') rememberStages(ledger.pool, ledger.organisation, snapshots, { version: source.version, seen: position, load })
    return outcome
  } catch (cause) {
    // Where not even this can be written, on a full disk, the next load takes its place.
    await abandonLoad(ledger, load).catch(() => {})
    throw cause
  } finally {
    file.close()
    rmSync(join(store.folder.spool, `${load}.matches`), { force: true })
  }
}

interface Beginning {
  readonly snapshots: SnapshotKeeper
  /** Null: from the beginning. */
  readonly start: StageSnapshot | null
  /** The load with the matches up to it. */
  readonly earlier: number | null
}

async function whereToGoOn({ ledger, clickhouse }: IngestStore, { version }: StageSource, before: StageState | null, scope: EventScope): Promise<Beginning> {
  const { snapshots, made } = recallStages(ledger.pool, ledger.organisation, before)
  const loads = made === null || made.version !== version ? null : await loadsSince(ledger, made.seen, scope.position)
  const { earliest, end } = await spanOfSignals(clickhouse.client, scope, loads ?? [])
  const start = loads === null ? null : snapshots.before(earliest)
  // An attacker's event of the far future is not the end that others are late of.
  snapshots.begin(start, Math.min(end ?? 0, Date.now() * 1_000))
  return { snapshots, start, earlier: made?.load ?? null }
}

/** @throws Error when the store holds other matches than were stated: all is seen from the beginning then */
async function copyEarlier(
  { ledger: { organisation }, clickhouse: { client } }: IngestStore,
  { from, to, start, expected }: { readonly from: number, readonly to: number, readonly start: StageSnapshot, readonly expected: number },
): Promise<void> {
  await copyMatches(client, organisation, from, to, start.position)
  const count = await countMatches(client, organisation, to)
  if (count !== expected) throw new Error(`of ${expected} matches of ordered stages the event store holds ${count}`)
}
