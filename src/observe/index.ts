import type { Capability } from '../model/capability.ts'
import type { Mappings } from '../model/mappings.ts'
import type { Fields } from '../model/value.ts'
import { auditdDecoder } from './auditd/auditd-decoder.ts'
import { csvDecoder } from './csv/csv-decoder.ts'
import { evtxDecoder } from './evtx/decoder.ts'
import { compileDatasetChoice } from './json/dataset-choice.ts'
import { jsonDecoder } from './json/json-decoder.ts'
import { linesDecoder } from './pattern/lines-decoder.ts'
import { SourceTexts } from './pattern/source-texts.ts'
import { plainTextDecoder } from './plain/plain-text-decoder.ts'
import { segmentDecoder } from './stream/segment-decoder.ts'
import { programMessages } from './syslog/program-messages.ts'
import { syslogDecoder } from './syslog/syslog-decoder.ts'
import { accessLogDecoder } from './web/access-log-decoder.ts'
import { zeekDecoder } from './zeek/zeek-decoder.ts'

/** The room that turns evidence into events. Its decoders are asked in this order: the most particular first, any text last. */
export function observe(mappings: Mappings): Capability {
  const texts = new SourceTexts(mappings)
  const messages = programMessages(texts)
  const decoders = [
    evtxDecoder({ datasetOf: windowsDatasets(mappings) }),
    zeekDecoder(),
    jsonDecoder(mappings, messages),
    auditdDecoder(),
    accessLogDecoder(),
    linesDecoder(texts),
    syslogDecoder(mappings, messages),
    csvDecoder(mappings),
    plainTextDecoder(),
  ]
  return { name: 'observe', decoders: [segmentDecoder(decoders), ...decoders] }
}

/** Windows logs by their channel, as the mapping of Windows says. */
function windowsDatasets(mappings: Mappings): (fields: Fields) => string {
  const windows = mappings.sources.find(({ source }) => source === 'windows')
  const choice = windows === undefined ? () => undefined : compileDatasetChoice(windows)
  return fields => choice(fields) ?? 'windows.eventlog'
}
