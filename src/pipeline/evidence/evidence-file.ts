import type { DecodeReport, DecodeSettings, EvidenceFile } from '../../model/decoder.ts'
import { HEAD_BYTES } from '../../model/decoder.ts'
import type { Blocks } from './blocks.ts'
import { MemberCursor } from './member-cursor.ts'
import type { MemberLocator } from './member-locator.ts'
import { isSeekable } from './member-locator.ts'
import type { OnReadError } from './open-member.ts'
import { openMember } from './open-member.ts'
import type { Surveyed } from './survey.ts'

/**
 * The reading side of a surveyed member, for a worker. What cannot be read is told to `report` and ends the iteration; damage that ended
 * the survey lies behind the surveyed bytes and is not met again. A member that is not seekable is decompressed once for ranges read
 * one after another in rising order, and from its start again for others.
 *
 * @param onBytes told how many bytes were handed out since it was last told
 */
export async function evidenceFile(
  surveyed: Surveyed,
  settings: DecodeSettings,
  report: DecodeReport,
  onBytes: (bytes: number) => void = () => {},
): Promise<EvidenceFile> {
  const { locator, sha256, bytes } = surveyed
  const onError: OnReadError = error => report.error(error)
  const head = await readHead(locator, Math.min(bytes, HEAD_BYTES))
  const sequential = isSeekable(locator) ? null : new SequentialSource(locator, bytes, onError)
  const file: EvidenceFile = {
    sha256,
    bytes,
    head,
    settings,
    readAs: locator.readAs,
    async* read(from, to) {
      const end = Math.min(to, bytes)
      for await (const block of sequential?.read(from, end) ?? openMember(locator, from, end, onError)) {
        onBytes(block.length)
        yield block
      }
    },
  }
  if (sequential !== null) forgotten.register(file, sequential)
  return file
}

/** An evidence file is never closed: what a reader that stopped half way left open is closed when nobody knows the file any more. */
const forgotten = new FinalizationRegistry<SequentialSource>(source => void source.close())

/** Keeps the place where the last range ended, until the member's end. */
class SequentialSource {
  readonly #locator: MemberLocator
  readonly #bytes: number
  readonly #onError: OnReadError
  #idle: MemberCursor | null = null

  constructor(locator: MemberLocator, bytes: number, onError: OnReadError) {
    this.#locator = locator
    this.#bytes = bytes
    this.#onError = onError
  }

  async* read(from: number, to: number): Blocks {
    const cursor = await this.#cursorBefore(from)
    try {
      yield* cursor.read(from, to)
    } finally {
      if (cursor.position === to && to < this.#bytes && this.#idle === null) this.#idle = cursor
      else await cursor.close()
    }
  }

  async close(): Promise<void> {
    const idle = this.#idle
    this.#idle = null
    await idle?.close()
  }

  async #cursorBefore(from: number): Promise<MemberCursor> {
    const idle = this.#idle
    this.#idle = null
    if (idle !== null && idle.position <= from) return idle
    await idle?.close()
    return new MemberCursor(this.#locator, this.#bytes, this.#onError)
  }
}

async function readHead(locator: MemberLocator, bytes: number): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for await (const block of openMember(locator, 0, bytes, () => {})) blocks.push(new Uint8Array(block))
  return new Uint8Array(Buffer.concat(blocks))
}
