import type { Capability } from './model/capability.ts'
import type { Decoder } from './model/decoder.ts'
import type { Detector } from './model/detector.ts'
import type { Mappings } from './model/mappings.ts'
import type { OrderedStage } from './model/ordered-stage.ts'
import type { RuleReader } from './model/ports/rule-shelf.ts'
import type { FactTemplates } from './model/reason.ts'
import { inZones } from './pipeline/in-zones.ts'
import { loadMappings } from './pipeline/load-mappings.ts'
import type { DetectOptions } from './detect/index.ts'
import { detect } from './detect/index.ts'
import { observe } from './observe/index.ts'
import { triage } from './triage/index.ts'

/** The rooms of this house, joined. */
export interface House {
  readonly mappings: Mappings
  readonly decoders: readonly Decoder[]
  /** Made when they are first asked for: rules take seconds to load. */
  readonly detectors: readonly Detector[]
  /** Each call makes stages that have seen nothing. */
  readonly stages: () => readonly OrderedStage[]
  readonly facts: FactTemplates
  readonly rules: RuleReader
}

export interface HouseOptions extends DetectOptions {
  /** Time zones of datasets, or of the product before the dot of several. */
  readonly zones?: Readonly<Record<string, string>>
}

/** The one list of rooms that are switched on. The program and its workers open the same house. */
export function openHouse(options: HouseOptions): House {
  const mappings = loadMappings()
  const detecting = detect(mappings, options)
  const rooms: readonly Capability[] = [
    observe(mappings),
    detecting,
    triage(),
  ]
  let detectors: readonly Detector[] | null = null
  return {
    mappings,
    decoders: rooms.flatMap(room => room.decoders ?? []).map(decoder => inZones(decoder, options.zones ?? {})),
    get detectors() {
      return (detectors ??= rooms.flatMap(room => room.detectors ?? []))
    },
    stages: () => rooms.flatMap(room => room.stages?.() ?? []),
    facts: Object.assign({}, ...rooms.map(room => room.facts ?? {})) as FactTemplates,
    rules: detecting.rules,
  }
}
