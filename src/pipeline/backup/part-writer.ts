import { createHash } from 'node:crypto'
import type { StateRow } from '../../store/backup/state-tables.ts'
import type { Box } from './box.ts'
import { objectName } from './box.ts'
import type { StoredBytes } from './manifest.ts'
import { pack } from './pack.ts'
import type { Sealing } from './sealing.ts'
import { Measured } from './sealing.ts'

/** How far a backup or a restore is. */
export interface BackupProgress {
  readonly doing: 'tables' | 'events' | 'evidence' | 'files' | 'checking'
  /** Read so far. */
  readonly bytes: number
}

/** Writes the parts of one backup into its box. */
export class PartWriter {
  readonly box: Box
  readonly sealing: Sealing
  readonly #onProgress: (progress: BackupProgress) => void
  #doing: BackupProgress['doing'] = 'tables'
  #bytes = 0
  /** Bytes of what the box did not have. */
  added = 0

  constructor(box: Box, sealing: Sealing, onProgress: (progress: BackupProgress) => void) {
    this.box = box
    this.sealing = sealing
    this.#onProgress = onProgress
  }

  begin(doing: BackupProgress['doing']): void {
    this.#doing = doing
    this.#tell(0)
  }

  async write(content: AsyncIterable<Uint8Array>): Promise<StoredBytes> {
    const measured = new Measured()
    const sealed = this.sealing.seal(measured.through(this.#counted(content)))
    const idOf = () => this.sealing.idOf(measured.sha256)
    if (await this.box.add(sealed, () => objectName(idOf()))) this.added += measured.bytes
    return { object: idOf(), sha256: measured.sha256, bytes: measured.bytes }
  }

  /** What is in the box already, by its content; null when it is not. */
  async known(sha256: string, bytes: number): Promise<StoredBytes | null> {
    const object = this.sealing.idOf(sha256)
    if (!await this.box.has(objectName(object))) return null
    this.#tell(bytes)
    return { object, sha256, bytes }
  }

  /** Rows as lines of JSON, packed. */
  async writeRows(rows: AsyncIterable<readonly StateRow[]>): Promise<StoredBytes & { readonly rows: number; readonly content: string }> {
    const hash = createHash('sha256')
    let count = 0
    const lines = async function* () {
      for await (const some of rows) {
        const text = Buffer.from(some.map(row => `${JSON.stringify(row)}\n`).join(''))
        hash.update(text)
        count += some.length
        yield text
      }
    }
    const stored = await this.write(pack(lines()))
    return { ...stored, rows: count, content: hash.digest('hex') }
  }

  async* #counted(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const block of content) {
      this.#tell(block.length)
      yield block
    }
  }

  #tell(bytes: number): void {
    this.#bytes += bytes
    this.#onProgress({ doing: this.#doing, bytes: this.#bytes })
  }
}
