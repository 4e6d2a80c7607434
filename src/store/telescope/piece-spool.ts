import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { MinuteFile } from './minute-file.ts'
import type { MinuteCount } from './minute-count.ts'
import type { PacketSource } from './packet-columns.ts'
import { PacketColumns } from './packet-columns.ts'

export interface PieceSpoolOptions {
  readonly folder: string
  readonly organisation: string
  readonly storesPackets: boolean
  /** How much one piece holds at most, of packets, and how long it is waited for. */
  readonly piece: { readonly packets: number, readonly ms: number }
  readonly onPiece: (piece: SpooledPiece) => void
}

/** Files for {@link packetInsert} and {@link minuteInsert}, all rows under one load. */
export interface SpooledPiece {
  readonly load: number
  readonly packets: string | null
  readonly minutes: string | null
}

/** Where the files of a piece lie, when there are any. */
export function piecePaths(folder: string, load: number): string[] {
  return [pathOf(folder, load, 'packets'), pathOf(folder, load, 'minutes')]
}

/**
 * Writes what a sensor takes to disk in pieces, each under a load that was allowed before. Who inserts the pieces allows the next one when it is done with one:
 * where it is slower than packets come, they are dropped from the store, and counted; minutes are kept.
 */
export class PieceSpool {
  readonly #options: PieceSpoolOptions
  readonly #columns: PacketColumns
  readonly #loads: number[] = []
  #minutes: MinuteCount[] = []
  #packets = 0
  #file: string | null = null
  #began = Date.now()
  /** Packets that were not stored. */
  dropped = 0

  constructor(options: PieceSpoolOptions) {
    this.#options = options
    this.#columns = new PacketColumns(options.organisation)
    mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  }

  /** The next piece may be written under this number. */
  allow(load: number): void {
    this.#loads.push(load)
  }

  /** @param rows -1 for those that are not kept */
  packets(batch: PacketSource, rows: Int32Array, kinds: Uint8Array): void {
    if (!this.#options.storesPackets) return
    for (let from = 0; from < batch.count;) {
      from = this.#columns.add(batch, rows, kinds, from)
      if (!this.#columns.isFull) continue
      this.#writeBlock()
      if (this.#packets >= this.#options.piece.packets) this.end()
    }
  }

  minute(counts: readonly MinuteCount[]): void {
    for (const count of counts) this.#minutes.push(count)
  }

  /** Ends the piece when it has waited long enough. */
  endIfDue(): void {
    if (Date.now() - this.#began >= this.#options.piece.ms) this.end()
  }

  /** Ends the piece; without a load it goes on. */
  end(): void {
    this.#writeBlock()
    const [load] = this.#loads
    if (load === undefined || (this.#file === null && this.#minutes.length === 0)) return
    this.#loads.shift()
    let minutes: string | null = null
    if (this.#minutes.length > 0) {
      minutes = this.#path(load, 'minutes')
      appendFileSync(minutes, new MinuteFile(this.#options.organisation, load).write(this.#minutes), { mode: 0o600 })
    }
    const piece = { load, packets: this.#file, minutes }
    this.#minutes = []
    this.#file = null
    this.#packets = 0
    this.#began = Date.now()
    this.#options.onPiece(piece)
  }

  #writeBlock(): void {
    const [load] = this.#loads
    const columns = this.#columns
    if (columns.count === 0) return
    if (load === undefined) {
      if (columns.isFull) {
        this.dropped += columns.count
        columns.clear()
      }
      return
    }
    if (this.#file === null) {
      this.#file = this.#path(load, 'packets')
      rmSync(this.#file, { force: true })
    }
    appendFileSync(this.#file, columns.block(load), { mode: 0o600 })
    this.#packets += columns.count
    columns.clear()
  }

  #path(load: number, what: 'packets' | 'minutes'): string {
    return pathOf(this.#options.folder, load, what)
  }
}

function pathOf(folder: string, load: number, what: 'packets' | 'minutes'): string {
  return join(folder, `telescope-${load}-${what}.native`)
}
