import type { DecodeError } from '../../model/decoder.ts'
import { discover } from '../../pipeline/evidence/discover.ts'
import { openMember } from '../../pipeline/evidence/open-member.ts'
import { CaptureReader } from './capture-reader.ts'
import type { PacketBatch } from './packet-batch.ts'

/** What a command gives instead of a path for standard input. */
export const STANDARD_INPUT = '-'

export interface ReadCapturesOptions {
  /** What the path `-` stands for. */
  readonly standardInput: AsyncIterable<Uint8Array>
  onError(path: string, error: DecodeError): void
}

/**
 * The packets of files, of all files below directories and of what is in them when they are gzip, zstd or ZIP, one after the other in
 * the order given (directories by name). Never throws for content.
 */
export async function* readCaptures(paths: readonly string[], options: ReadCapturesOptions): AsyncGenerator<PacketBatch, void, undefined> {
  const reader = new CaptureReader()
  for (const path of paths) {
    const report = (place: string) => ({ error: (error: DecodeError) => options.onError(place, error) })
    if (path === STANDARD_INPUT) {
      yield* reader.read(options.standardInput, report(path))
      continue
    }
    for await (const found of discover([path])) {
      if (found.kind === 'unreadable') options.onError(found.path, found)
      else yield* reader.read(openMember(found.locator, 0, Infinity, error => options.onError(found.locator.path, error)), report(found.locator.path))
    }
  }
}
