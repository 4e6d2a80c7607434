import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { syncFolder } from '../../store/evidence/blob-path.ts'
import { MOST_NUMBERS_SKIPPED, RECEIVED_BYTES, SEGMENT_LINE_BYTES } from './defaults.ts'
import { ReceivedJournal } from './received-journal.ts'
import type { SegmentHead } from './segment.ts'
import { readSegmentLine } from './segment.ts'
import type { SegmentFile } from './segment-files.ts'
import { segmentPath } from './segment-files.ts'
import { SourceMeter } from './source-meter.ts'
import type { SpoolRoom } from './spool-room.ts'

/** Which source of which organisation a stream from another machine is. */
export interface ReceivedSource {
  readonly organisation: string
  /** `firewall@branch-1`: no source of this machine has an @ in its name. */
  readonly name: string
}

/** What the other machine says of a segment that it sends. */
export interface OfferedSegment {
  readonly sequence: number
  /** Of its bytes. */
  readonly sha256: string
  readonly bytes: number
  /** The sequence number of the one that was acknowledged before; 0: none. */
  readonly previous: number
}

/** What became of it. `known`: it was here already, nothing was done. `refused`: it will never be taken. */
export type Reception = { readonly kind: 'taken' } | { readonly kind: 'known' } | { readonly kind: 'refused'; readonly reason: string }

export interface ReceivedStreamOptions {
  readonly room: SpoolRoom
  onSealed(segment: SegmentFile): void
}

/**
 * A source whose segments another machine seals: each is kept as it came, acknowledged when it is on this disk (fsync), and read into the store
 * like those of this machine. One that comes again is known by its content. What the other end says is not trusted: sizes and
 * sums are compared, the first line must name this stream, numbers only order and never overwrite.
 */
export class ReceivedStream {
  readonly source: ReceivedSource
  readonly folder: string
  /** What was refused and what is missing; rates are told by the other end. */
  readonly meter = new SourceMeter()
  readonly #options: ReceivedStreamOptions
  readonly #journal: ReceivedJournal
  #work: Promise<unknown> = Promise.resolve()
  #current: Readable | null = null

  /** @throws what the file system says */
  static async open(source: ReceivedSource, options: ReceivedStreamOptions): Promise<ReceivedStream> {
    const folder = join(options.room.folder, source.organisation, source.name)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new ReceivedStream(source, folder, options, await ReceivedJournal.open(folder))
  }

  private constructor(source: ReceivedSource, folder: string, options: ReceivedStreamOptions, journal: ReceivedJournal) {
    this.source = source
    this.folder = folder
    this.#options = options
    this.#journal = journal
  }

  /** The sequence number of the last one taken; 0: none. */
  get lastSequence(): number {
    return this.#journal.last?.sequence ?? 0
  }

  /**
   * Takes a segment. The other end sends one at a time: what is still coming when it sends another comes over a connection that is dead.
   *
   * @throws what the file system says, and what the content throws when it breaks off; nothing is kept then
   */
  async receive(offered: OfferedSegment, content: Readable): Promise<Reception> {
    this.#current?.destroy(new Error('another one came before its end'))
    this.#current = content
    // It may fail while nobody reads it yet, or any more; who reads it is told.
    content.on('error', () => {})
    const turn = this.#work.then(() => this.#receive(offered, content)).finally(() => {
      content.destroy()
      if (this.#current === content) this.#current = null
    })
    this.#work = turn.catch(() => {})
    return turn
  }

  /** Whether a segment is here already: it need not be sent. */
  isKnown(sha256: string): boolean {
    return this.#journal.find(sha256) !== undefined
  }

  async #receive(offered: OfferedSegment, content: Readable): Promise<Reception> {
    if (this.isKnown(offered.sha256)) return { kind: 'known' }
    const part = join(this.folder, 'incoming.part')
    const written = await this.#write(part, offered, content).catch(async (cause: unknown) => {
      await rm(part, { force: true })
      throw cause
    })
    if (written.kind === 'refused') {
      await rm(part, { force: true })
      this.meter.refuse(`segment ${offered.sequence}: ${written.reason}`)
      return written
    }
    const last = this.#journal.last
    const number = numberOf(offered.sequence, last?.number ?? 0)
    const missing = offered.previous - (last?.sequence ?? 0)
    if (last !== null && missing > 0) this.meter.refuse(`segments up to ${offered.previous} were sent and are not here: they were lost, or this is a restored copy`)
    if (last !== null && offered.sequence <= last.sequence) this.meter.refuse(`segment ${offered.sequence} came after ${last.sequence}: the other end was set back; kept as ${number}`)
    const path = segmentPath(this.folder, number, 'sealed')
    await rename(part, path)
    await syncFolder(this.folder)
    this.#options.room.sealed(offered.bytes)
    this.#options.onSealed({ organisation: this.source.organisation, source: this.source.name, sequence: number, path, bytes: offered.bytes, opened: written.head.opened })
    // Should this fail it is known all the same, and the next start finds it.
    await this.#journal.add({ number, sequence: offered.sequence, sha256: offered.sha256 })
    return { kind: 'taken' }
  }

  async #write(part: string, offered: OfferedSegment, content: Readable): Promise<Written> {
    if (offered.bytes > RECEIVED_BYTES) return refused(`${offered.bytes} bytes are more than ${RECEIVED_BYTES}`)
    const hash = createHash('sha256')
    const head: Uint8Array[] = []
    let bytes = 0
    const file = await open(part, 'w', 0o600)
    try {
      for await (const block of content as AsyncIterable<Uint8Array>) {
        if (bytes + block.length > offered.bytes) return refused('it is longer than announced')
        if (bytes < SEGMENT_LINE_BYTES) head.push(block.subarray(0, SEGMENT_LINE_BYTES))
        hash.update(block)
        await file.writeFile(block)
        bytes += block.length
      }
      if (bytes < offered.bytes) return refused('it is shorter than announced')
      if (hash.digest('hex') !== offered.sha256) return refused('its SHA-256 is another')
      const line = readSegmentLine(Buffer.concat(head))
      if (line === null) return refused('it does not begin as a segment')
      if (line.head.source !== this.source.name || line.head.sequence !== offered.sequence) return refused('its first line names another source or number')
      await file.datasync()
      return { kind: 'whole', head: line.head }
    } finally {
      await file.close()
    }
  }
}

type Written = { readonly kind: 'whole'; readonly head: SegmentHead } | { readonly kind: 'refused'; readonly reason: string }

function refused(reason: string): Written {
  return { kind: 'refused', reason }
}

/** The other end's own, where it goes on from the last; else the next, so that nothing is overwritten and numbers do not run out. */
function numberOf(sequence: number, last: number): number {
  return sequence > last && sequence - last <= MOST_NUMBERS_SKIPPED ? sequence : last + 1
}
