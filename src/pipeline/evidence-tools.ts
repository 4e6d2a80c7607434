import type { Decoder } from '../model/decoder.ts'
import type { Detector } from '../model/detector.ts'
import type { Mappings } from '../model/mappings.ts'

/** What the rooms give to whoever reads evidence. */
export interface EvidenceTools {
  readonly mappings: Mappings
  readonly decoders: readonly Decoder[]
  readonly detectors: readonly Detector[]
}
