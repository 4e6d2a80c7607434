import type { Capability } from '../model/capability.ts'
import type { Mappings } from '../model/mappings.ts'
import type { Fields } from '../model/value.ts'
import { evtxDecoder } from './evtx/decoder.ts'
import { compileDatasetChoice } from './json/dataset-choice.ts'
import { jsonDecoder } from './json/json-decoder.ts'

/** The room that turns evidence into events. */
export function observe(mappings: Mappings): Capability {
  return {
    name: 'observe',
    decoders: [
      evtxDecoder({ datasetOf: windowsDatasets(mappings) }),
      jsonDecoder(mappings),
    ],
  }
}

/** Windows logs by their channel, as the mapping of Windows says. */
function windowsDatasets(mappings: Mappings): (fields: Fields) => string {
  const windows = mappings.sources.find(({ source }) => source === 'windows')
  const choice = windows === undefined ? () => undefined : compileDatasetChoice(windows)
  return fields => choice(fields) ?? 'windows.eventlog'
}
