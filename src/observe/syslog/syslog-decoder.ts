import type { Decoder } from '../../model/decoder.ts'
import type { Mappings } from '../../model/mappings.ts'
import { newFields } from '../../model/value.ts'
import type { Fields, MutableFields } from '../../model/value.ts'
import { compileDatasetChoice } from '../json/dataset-choice.ts'
import { messageDocument } from '../json/message-document.ts'
import type { MessageReader } from '../json/message-reader.ts'
import { SourceTexts } from '../pattern/source-texts.ts'
import { logDecoder } from '../log/log-decoder.ts'
import type { LogEvent, LogFormat } from '../log/log-decoder.ts'
import { readFortinet } from './fortinet-message.ts'
import { programMessages } from './program-messages.ts'
import { readSnare } from './snare-message.ts'
import { looksLikeSyslog, readSyslog } from './syslog-message.ts'
import type { SyslogMessage } from './message-parts.ts'
import { readSysmon } from './sysmon-message.ts'

/**
 * Syslog in its many forms. Which dataset a message belongs to is said by the source that is known to write such messages, else by the
 * mappings `linux`, `cisco`, `fortigate` and `windows`.
 */
export function syslogDecoder(mappings: Mappings, messages?: MessageReader): Decoder {
  return logDecoder(syslogFormat(mappings, messages))
}

/** Lines of syslog; and, of programs that are known, messages without a line's header. */
export function syslogFormat(mappings: Mappings, messages: MessageReader = programMessages(new SourceTexts(mappings))): LogFormat & {
  readOfProgram(program: string, message: string, date: number): LogEvent
} {
  const chooseFrom = (name: string, otherwise: string): DatasetChoice => {
    const source = mappings.sources.find(each => each.source === name)
    const choose = source === undefined ? undefined : compileDatasetChoice(source)
    return fields => choose?.(fields) ?? otherwise
  }
  const datasets: Datasets = {
    linux: chooseFrom('linux', 'linux.syslog'),
    cisco: chooseFrom('cisco', 'cisco.syslog'),
    windows: chooseFrom('windows', 'windows.eventlog'),
    fortigate: chooseFrom('fortigate', 'fortigate.unknown'),
  }
  return {
    format: 'syslog',
    isOfFormat: line => looksLikeSyslog(line) || isKnownMessage(line, messages),
    read: (line, date) => eventOf(readSyslog(line, date), date, datasets, messages),
    readOfProgram: (program, message, date) => eventOf({ time: null, program, message }, date, datasets, messages),
  }
}

/** Devices that write no program's name are told by what follows the stamp. */
function isKnownMessage(line: string, messages: MessageReader): boolean {
  const { time, program, message } = readSyslog(line, ANY_DATE)
  return time !== null && program === undefined && messages.readMessage(undefined, message, newFields(), ANY_DATE) !== null
}

/** Any date allows a stamp without year. */
const ANY_DATE = Date.UTC(2020, 0, 1) * 1_000

type DatasetChoice = (fields: Fields) => string

type Datasets = Readonly<Record<'linux' | 'cisco' | 'windows' | 'fortigate', DatasetChoice>>

/** `%FACILITY-SUBFACILITY-SEVERITY-MNEMONIC: text` */
const CISCO = /^%([A-Z0-9_]{2,32}(?:-[A-Z0-9_]{2,32}){0,2})-([0-7])-([A-Z0-9_]{1,64}): ?/

function eventOf(parsed: SyslogMessage, date: number, datasets: Datasets, messages: MessageReader): LogEvent {
  const { message, time, program } = parsed
  const fields = headerFields(parsed)
  const cisco = message.startsWith('%') ? CISCO.exec(message) : null
  if (cisco !== null) {
    fields['facility_name'] = cisco[1]!
    fields['severity_level'] = Number(cisco[2])
    fields['mnemonic'] = cisco[3]!
    fields['message'] = message
    const read = messages.readMessage(`%${cisco[1]!}`, message, fields, date)
    return { dataset: read?.dataset ?? datasets.cisco(fields), time, fields }
  }
  const snare = message.includes('MSWinEventLog') ? readSnare(message, date) : null
  if (snare !== null) {
    Object.assign(fields, snare.fields)
    return { dataset: datasets.windows(fields), time: snare.time ?? time, fields }
  }
  const fortinet = message.includes('date=') ? readFortinet(message, date) : null
  if (fortinet !== null) {
    Object.assign(fields, fortinet.fields)
    return { dataset: datasets.fortigate(fields), time: fortinet.time ?? time, fields }
  }
  const sysmon = program === 'sysmon' ? readSysmon(message) : null
  if (sysmon !== null) {
    const all = Object.assign(newFields(), sysmon.fields, fields)
    return { dataset: datasets.linux(all), time: sysmon.time ?? time, fields: all }
  }
  const read = messages.readMessage(program, message, fields, date)
  if (read !== null) return { dataset: read.dataset, time: read.time ?? time, fields }
  fields['message'] = message
  const document = messageDocument(message)
  if (document !== null) fields['message'] = document
  return { dataset: datasets.linux(fields), time, fields }
}

function headerFields(parsed: SyslogMessage): MutableFields {
  const fields = newFields()
  const { facility, severity, hostname, program, pid, messageId, structured } = parsed
  if (facility !== undefined) fields['facility'] = facility
  if (severity !== undefined) fields['severity'] = severity
  if (hostname !== undefined) fields['hostname'] = hostname
  if (program !== undefined) fields['program'] = program
  if (pid !== undefined) fields['pid'] = /^\d{1,10}$/.test(pid) ? Number(pid) : pid
  if (messageId !== undefined) fields['msgid'] = messageId
  for (const [name, value] of structured ?? []) fields[name] = value
  return fields
}
