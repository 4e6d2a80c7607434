import type { Capability } from '../model/capability.ts'
import type { Mappings } from '../model/mappings.ts'
import type { Fields } from '../model/value.ts'
import { auditdDecoder } from './auditd/auditd-decoder.ts'
import { csvDecoder } from './csv/csv-decoder.ts'
import { dnstapDecoder } from './dnstap/dnstap-decoder.ts'
import { evtxDecoder } from './evtx/decoder.ts'
import { compileDatasetChoice } from './json/dataset-choice.ts'
import { jsonDecoder } from './json/json-decoder.ts'
import { RecordShapes } from './json/record-shapes.ts'
import { lineReader } from './log/line-reader.ts'
import { mailDecoder } from './mail/mail-decoder.ts'
import { journalDecoder } from './paragraph/journal-decoder.ts'
import { radiusDetailDecoder } from './paragraph/radius-detail-decoder.ts'
import { linesDecoder, linesFormat } from './pattern/lines-decoder.ts'
import { SourceTexts } from './pattern/source-texts.ts'
import { plainTextDecoder } from './plain/plain-text-decoder.ts'
import { captureDecoder } from './session/evidence/capture-decoder.ts'
import { segmentDecoder } from './stream/segment-decoder.ts'
import { programMessages } from './syslog/program-messages.ts'
import { syslogDecoder, syslogFormat } from './syslog/syslog-decoder.ts'
import { w3cDecoder } from './w3c/w3c-decoder.ts'
import { ACCESS_LOG, accessLogDecoder } from './web/access-log-decoder.ts'
import { zeekDecoder } from './zeek/zeek-decoder.ts'

/** The room that turns evidence into events. Its decoders are asked in this order: the most particular first, any text last. */
export function observe(mappings: Mappings): Capability {
  const texts = new SourceTexts(mappings)
  const messages = programMessages(texts)
  const syslog = syslogFormat(mappings, messages)
  const readers = { messages, lines: lineReader([ACCESS_LOG, linesFormat(texts), syslog], syslog.readOfProgram) }
  const records = new RecordShapes(mappings, 'generic.text')
  const decoders = [
    captureDecoder(),
    dnstapDecoder(),
    evtxDecoder({ datasetOf: windowsDatasets(mappings) }),
    mailDecoder(),
    zeekDecoder(),
    jsonDecoder(mappings, readers),
    journalDecoder(new RecordShapes(mappings, 'generic.json', readers)),
    w3cDecoder(records),
    radiusDetailDecoder(records),
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
