import { CHUNK_BYTES, CHUNK_RECORDS } from '../../model/decoder.ts'

/** How large a chunk of text may be. Only tests, which must see many chunks in little text, give others than {@link CHUNK_LIMITS}. */
export interface ChunkLimits {
  readonly bytes: number
  readonly records: number
}

export const CHUNK_LIMITS: ChunkLimits = { bytes: CHUNK_BYTES, records: CHUNK_RECORDS }
