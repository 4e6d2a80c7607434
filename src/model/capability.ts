import type { Decoder } from './decoder.ts'
import type { Detector } from './detector.ts'
import type { OrderedStage } from './ordered-stage.ts'
import type { FactTemplates } from './reason.ts'

/** What a room offers to the house; `capabilities.ts` is the one list of rooms that are switched on. */
export interface Capability {
  readonly name: string
  /** In the order in which they are asked: the most particular first. */
  readonly decoders?: readonly Decoder[]
  readonly detectors?: readonly Detector[]
  /** Each call makes stages that have seen nothing. */
  readonly stages?: () => readonly OrderedStage[]
  /** The sentences of the facts this room states. */
  readonly facts?: FactTemplates
}
