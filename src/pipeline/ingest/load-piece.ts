import { setTimeout as sleep } from 'node:timers/promises'
import type { DecodeError } from '../../model/decoder.ts'
import type { NoroshiError } from '../../platform/noroshi-error.ts'
import { quarantineChunk } from '../../store/ledger/load.ts'
import { TASK_ATTEMPTS } from '../defaults.ts'
import { REFUSED_ROWS, STORE_RETRY_MS, STORE_TRIES } from './defaults.ts'
import type { SpooledChunk } from './ingest-chunks.ts'
import type { IngestStore } from './ingest-store.ts'
import { deaths } from './ingest-tasks.ts'
import { rangesWithout } from './row-range.ts'
import type { ChunkOutcome, ChunkWish, LoadTools, WishGroup } from './try-chunks.ts'
import { SETTLED, tryChunks } from './try-chunks.ts'

/** What one worker reads in one go. */
export interface Piece {
  readonly groups: readonly WishGroup[]
}

/**
 * Brings chunks to their end: done, or quarantined with the reason. What stands in the way from outside (a full disk, an engine that
 * died) is waited for. What could not be read together is read one by one, and what should have followed, together again.
 *
 * @throws NoroshiError when the stores cannot be used any more
 */
export async function loadPiece(store: IngestStore, { groups }: Piece, tools: LoadTools): Promise<void> {
  let left = groups
  while (left.flat().length > 1) {
    const outcomes = await tryChunks(store, left, tools)
    const [first, ...others] = left.map(group => group.filter(wish => outcomes.get(wish)?.kind !== 'settled')).filter(group => group.length > 0)
    for (const wish of first ?? []) await loadAlone(store, wish, tools)
    left = others
  }
  for (const wish of left.flat()) await loadAlone(store, wish, tools)
}

async function loadAlone(store: IngestStore, wish: ChunkWish, tools: LoadTools): Promise<void> {
  const outcome = await persist(store, wish, tools)
  if (outcome.kind === 'refused') await loadWithoutRefused(store, wish, outcome, tools)
}

type Refused = Extract<ChunkOutcome, { kind: 'refused' }>

/** Tries until it is settled or the store refuses what is in it. */
async function persist(store: IngestStore, wish: ChunkWish, tools: LoadTools): Promise<{ readonly kind: 'settled' } | Refused> {
  for (let [broken, killed] = [0, 0]; ;) {
    const outcome: ChunkOutcome = await tools.room.whenThereIsRoom(async () => {
      const tried = (await tryChunks(store, [[wish]], tools)).get(wish)
      if (tried?.kind === 'no-room') throw tried.cause
      return tried ?? SETTLED
    })
    if (outcome.kind === 'settled' || outcome.kind === 'refused') return outcome
    if (outcome.kind === 'killed' && ++killed === TASK_ATTEMPTS.others) {
      const { run, chunk } = wish.waiting
      const left = `bytes ${chunk.from} to ${chunk.to} could not be inspected: ${deaths(killed, { message: outcome.reason })}`
      await tools.room.whenThereIsRoom(() => quarantineChunk(store.ledger, run, chunk.number, left))
      return SETTLED
    }
    if (outcome.kind !== 'store-broke') continue
    if (++broken === STORE_TRIES) throw outcome.cause
    await sleep(STORE_RETRY_MS)
  }
}

/** Finds the rows that the store refuses by halving, and loads the others; each of those costs one error. */
async function loadWithoutRefused(store: IngestStore, wish: ChunkWish, { spooled, cause }: Refused, tools: LoadTools): Promise<void> {
  const refused: { row: number; error: DecodeError }[] = []
  const search = async (from: number, to: number, seen: SpooledChunk, refusal: NoroshiError): Promise<void> => {
    if (refused.length > REFUSED_ROWS) return
    if (to - from <= 1) {
      refused.push({ row: from, error: { offset: seen.firstOffset ?? wish.waiting.chunk.from, reason: `The store refused the event: ${refusal.message}` } })
      return
    }
    const middle = from + Math.floor((to - from) / 2)
    for (const half of [{ from, to: middle }, { from: middle, to }]) {
      const outcome = await persist(store, { ...wish, rows: [half], purpose: 'probe' }, tools)
      if (outcome.kind === 'refused') await search(half.from, half.to, outcome.spooled, outcome.cause)
    }
  }
  await search(0, spooled.count, spooled, cause)
  if (refused.length <= REFUSED_ROWS) {
    const rest = { ...wish, rows: rangesWithout(refused.map(({ row }) => row)), errors: refused.map(({ error }) => error) }
    if ((await persist(store, rest, tools)).kind === 'settled') return
  }
  const { run, chunk } = wish.waiting
  const left = `bytes ${chunk.from} to ${chunk.to}: the store refuses them: ${cause.message}`
  await tools.room.whenThereIsRoom(() => quarantineChunk(store.ledger, run, chunk.number, left))
}
