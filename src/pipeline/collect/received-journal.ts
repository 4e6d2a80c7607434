import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { JOURNAL_ENTRIES } from './defaults.ts'
import { segmentPath } from './segment-files.ts'

/** A segment that another machine sealed and that was taken here. */
export interface ReceivedSegment {
  /** Under which it is kept here. */
  readonly number: number
  /** Under which it was sealed there. */
  readonly sequence: number
  readonly sha256: string
}

/**
 * The last segments that were taken of one stream from elsewhere, in a file beside them. A segment that was kept and not written down, since the
 * process died between, is found at the next start by its content.
 */
export class ReceivedJournal {
  readonly #file: string
  readonly #entries = new Map<string, ReceivedSegment>()
  #last: ReceivedSegment | null = null
  #written = 0

  /** @throws what the file system says */
  static async open(folder: string): Promise<ReceivedJournal> {
    const journal = new ReceivedJournal(join(folder, JOURNAL))
    const text = await readFile(journal.#file, 'utf8').catch(() => '')
    for (const line of text.split('\n')) {
      const [, number, sequence, sha256] = /^(\d{1,12}) (\d{1,12}) ([0-9a-f]{64})$/.exec(line) ?? []
      if (sha256 !== undefined) journal.#remember({ number: Number(number), sequence: Number(sequence), sha256 })
    }
    await journal.#findKept(folder)
    await journal.#rewrite()
    return journal
  }

  private constructor(file: string) {
    this.#file = file
  }

  /** The one taken last. */
  get last(): ReceivedSegment | null {
    return this.#last
  }

  find(sha256: string): ReceivedSegment | undefined {
    return this.#entries.get(sha256)
  }

  /** @throws what the file system says */
  async add(segment: ReceivedSegment): Promise<void> {
    this.#remember(segment)
    await appendFile(this.#file, lineOf(segment), { mode: 0o600 })
    if (++this.#written > JOURNAL_ENTRIES) await this.#rewrite()
  }

  #remember(segment: ReceivedSegment): void {
    this.#entries.set(segment.sha256, segment)
    if (this.#last === null || segment.number > this.#last.number) this.#last = segment
    if (this.#entries.size > JOURNAL_ENTRIES) this.#entries.delete(this.#entries.keys().next().value!)
  }

  async #rewrite(): Promise<void> {
    await writeFile(`${this.#file}.part`, [...this.#entries.values()].map(lineOf).join(''), { mode: 0o600 })
    await rename(`${this.#file}.part`, this.#file)
    this.#written = 0
  }

  /** Those on the disk that no line is about, and what was not received to its end. */
  async #findKept(folder: string): Promise<void> {
    for (const name of (await readdir(folder)).sort()) {
      if (name.endsWith('.part')) await rm(join(folder, name), { force: true })
      const [, digits] = /^(\d{12})\.sealed$/.exec(name) ?? []
      const number = Number(digits)
      if (digits === undefined || number <= (this.#last?.number ?? 0)) continue
      const sha256 = await sha256Of(segmentPath(folder, number, 'sealed'))
      if (sha256 !== null) this.#remember({ number, sequence: number, sha256 })
    }
  }
}

const JOURNAL = 'received'

function lineOf({ number, sequence, sha256 }: ReceivedSegment): string {
  return `${number} ${sequence} ${sha256}\n`
}

/** Null when it is gone: its content is in the store, which knows it. */
async function sha256Of(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const block of createReadStream(path)) hash.update(block as Buffer)
    return hash.digest('hex')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
}
