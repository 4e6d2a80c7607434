import { quarantineChunk } from '../../store/ledger/load.ts'
import type { WaitingChunk } from '../../store/ledger/run.ts'
import { waitingChunks } from '../../store/ledger/run.ts'
import { storedEvidence } from '../../store/ledger/stored-evidence.ts'
import type { Decoder } from '../../model/decoder.ts'
import type { MemberLocator } from '../evidence/member-locator.ts'
import { isSeekable } from '../evidence/member-locator.ts'
import { CHUNKS_LISTED, GROUP_BYTES, GROUP_CHUNKS } from './defaults.ts'
import type { IngestStore } from './ingest-store.ts'
import type { Piece } from './load-piece.ts'
import type { MemberLocators } from './member-locators.ts'
import type { ReadingVersion } from './reading-version.ts'
import { isOfVersion } from './reading-version.ts'
import type { ChunkWish } from './try-chunks.ts'

export interface PieceOptions {
  readonly locators: MemberLocators
  readonly decoders: readonly Decoder[]
  readonly version: ReadingVersion
}

/**
 * The work that waits in the ledger for this program and these rules, cut to pieces, in the order in which it was entered; one pass. Small
 * chunks are read together, whatever evidence they are of; of a large member that can only be read from its start, all chunks are one piece.
 */
export class WaitingPieces {
  readonly #store: IngestStore
  readonly #options: PieceOptions
  #listed: WaitingChunk[] = []
  #after = { run: 0, number: 0 }
  #known: { readonly run: number; readonly locator: MemberLocator | null } | null = null

  constructor(store: IngestStore, options: PieceOptions) {
    this.#store = store
    this.#options = options
  }

  /** The next piece; null when nothing waits now. What is entered later comes with a later call. */
  async next(): Promise<Piece | null> {
    for (;;) {
      if (this.#listed.length === 0) await this.#list()
      const first = await this.#takeReadable()
      if (first === 'unreadable') continue
      if (first === null) return null
      if (first.waiting.failures > 0) return { groups: [[first]] }
      return isSeekable(first.locator) || !this.#goesOn(first) ? { groups: [await this.#groupFrom(first)] } : { groups: await this.#memberFrom(first) }
    }
  }

  async #list(): Promise<void> {
    const waiting = await waitingChunks(this.#store.ledger, CHUNKS_LISTED, this.#after)
    const last = waiting.at(-1)
    if (last !== undefined) this.#after = { run: last.run, number: last.chunk.number }
    this.#listed = waiting.filter(each => isOfVersion(each, this.#options.version)).reverse()
    if (last !== undefined && this.#listed.length === 0) await this.#list()
  }

  /** Small chunks from this one on, as many as go into the store together. */
  async #groupFrom(first: ChunkWish): Promise<ChunkWish[]> {
    const group = [first]
    for (let bytes = sizeOf(first.waiting); group.length < GROUP_CHUNKS;) {
      const next = this.#listed.at(-1)
      if (next === undefined || next.failures > 0 || bytes + sizeOf(next) > GROUP_BYTES) break
      const wish = await this.#takeReadable()
      if (wish === null || wish === 'unreadable') continue
      if (!isSeekable(wish.locator) && this.#goesOn(wish)) {
        this.#listed.push(wish.waiting)
        break
      }
      bytes += sizeOf(next)
      group.push(wish)
    }
    return group
  }

  /** The chunks of one member, each by itself. */
  async #memberFrom(first: ChunkWish): Promise<ChunkWish[][]> {
    const groups = [[first]]
    while (this.#listed.at(-1)?.failures === 0 && this.#goesOn(first)) {
      groups.push([{ ...first, waiting: this.#listed.pop()! }])
    }
    return groups
  }

  #goesOn({ waiting: { run } }: ChunkWish): boolean {
    return this.#listed.at(-1)?.run === run
  }

  /** The next chunk with its place; one whose bytes are gone is told as an error of its evidence. */
  async #takeReadable(): Promise<ChunkWish | 'unreadable' | null> {
    const waiting = this.#listed.pop()
    if (waiting === undefined) return null
    const locator = await this.#locatorOf(waiting)
    if (locator !== null) return { waiting, locator, purpose: 'complete' }
    await quarantineChunk(this.#store.ledger, waiting.run, waiting.chunk.number, 'its bytes are not in the evidence store any more')
    return 'unreadable'
  }

  async #locatorOf({ run, evidence }: WaitingChunk): Promise<MemberLocator | null> {
    if (this.#known?.run === run) return this.#known.locator
    const { locators, decoders } = this.#options
    let locator = locators.take(evidence)
    if (locator === null) {
      const [stored] = await storedEvidence(this.#store.ledger, evidence)
      locator = stored === undefined ? null : await locators.find(evidence, stored.paths, decoders)
    }
    this.#known = { run, locator }
    return locator
  }
}

function sizeOf({ chunk: { from, to } }: WaitingChunk): number {
  return to - from
}
