import type { Chunk } from '../model/decoder.ts'
import { isSeekable } from './evidence/member-locator.ts'
import type { Surveyed } from './evidence/survey.ts'

/** What one worker does at a time; a member that can only be read from its start is one piece, so that it is unpacked once. */
export function piecesOf({ chunks, locator }: Surveyed): readonly (readonly Chunk[])[] {
  return chunks.length === 0 ? [] : isSeekable(locator) ? chunks.map(chunk => [chunk]) : [chunks]
}
