import type { Capability } from '../model/capability.ts'
import type { Mappings } from '../model/mappings.ts'
import type { Fields } from '../model/value.ts'
import { auditdDecoder } from './auditd/auditd-decoder.ts'
import { csvDecoder } from './csv/csv-decoder.ts'
import { evtxDecoder } from './evtx/decoder.ts'
import { compileDatasetChoice } from './json/dataset-choice.ts'
import { jsonDecoder } from './json/json-decoder.ts'
import { plainTextDecoder } from './plain/plain-text-decoder.ts'
import { syslogDecoder } from './syslog/syslog-decoder.ts'
import { accessLogDecoder } from './web/access-log-decoder.ts'
import { zeekDecoder } from './zeek/zeek-decoder.ts'

/** The room that turns evidence into events. Its decoders are asked in this order: the most particular first, any text last. */
export function observe(mappings: Mappings): Capability {
  return {
    name: 'observe',
    decoders: [
      evtxDecoder({ datasetOf: windowsDatasets(mappings) }),
      zeekDecoder(),
      jsonDecoder(mappings),
      auditdDecoder(),
      accessLogDecoder(),
      syslogDecoder(mappings),
      csvDecoder(mappings),
      plainTextDecoder(),
    ],
  }
}

/** Windows logs by their channel, as the mapping of Windows says. */
function windowsDatasets(mappings: Mappings): (fields: Fields) => string {
  const windows = mappings.sources.find(({ source }) => source === 'windows')
  const choice = windows === undefined ? () => undefined : compileDatasetChoice(windows)
  return fields => choice(fields) ?? 'windows.eventlog'
}
