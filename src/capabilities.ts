import type { Capability } from './model/capability.ts'
import type { Decoder } from './model/decoder.ts'
import type { Detector } from './model/detector.ts'
import type { Mappings } from './model/mappings.ts'
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
  readonly detectors: readonly Detector[]
  readonly facts: FactTemplates
}

export interface HouseOptions extends DetectOptions {
  /** Time zones of datasets, or of the product before the dot of several. */
  readonly zones?: Readonly<Record<string, string>>
}

/** The one list of rooms that are switched on. The program and its workers open the same house. */
export function openHouse(options: HouseOptions): House {
  const mappings = loadMappings()
  const rooms: readonly Capability[] = [
    observe(mappings),
    detect(mappings, options),
    triage(),
  ]
  return {
    mappings,
    decoders: rooms.flatMap(room => room.decoders ?? []).map(decoder => inZones(decoder, options.zones ?? {})),
    detectors: rooms.flatMap(room => room.detectors ?? []),
    facts: Object.assign({}, ...rooms.map(room => room.facts ?? {})) as FactTemplates,
  }
}
