import { OTLP_DEPTH, REQUEST_RECORDS } from '../defaults.ts'
import { RecordLines, TOO_LONG } from '../record-lines.ts'
import { doubleText, objectText, otlpRecord, TooDeep } from './otlp-logs.ts'
import type { OtlpLogs, OtlpRefusal } from './otlp-logs.ts'
import { WIRE, WireFault, WireReader } from './wire-reader.ts'

/** Parses an ExportLogsServiceRequest in protobuf's binary form. Nothing is taken of one that does not hold together. */
export function parseOtlpProtobuf(content: Buffer): OtlpLogs | OtlpRefusal {
  const export_ = new ProtobufExport()
  try {
    export_.read(new WireReader(content))
  } catch (cause) {
    if (cause instanceof WireFault || cause instanceof TooDeep) return { refusal: `no ExportLogsServiceRequest: ${cause.message}` }
    throw cause
  }
  return export_
}

class ProtobufExport implements OtlpLogs {
  readonly lines = new RecordLines()
  rejected = 0
  reason = ''

  read(request: WireReader): void {
    while (request.next()) {
      if (isMessage(request, 1)) this.#resourceLogs(request.message())
      else request.skip()
    }
  }

  /** The resource may stand after what it is of. */
  #resourceLogs(message: WireReader): void {
    const scopes: WireReader[] = []
    let resource: string | undefined
    while (message.next()) {
      if (isMessage(message, 1)) resource = attributesIn(message.message(), 1)
      else if (isMessage(message, 2) || isMessage(message, FORMER_SCOPE_LOGS)) scopes.push(message.message())
      else message.skip()
    }
    for (const scope of scopes) this.#scopeLogs(scope, resource)
  }

  #scopeLogs(message: WireReader, resource: string | undefined): void {
    const records: WireReader[] = []
    let scope: string | undefined
    while (message.next()) {
      if (isMessage(message, 1)) scope = scopeText(message.message())
      else if (isMessage(message, 2)) records.push(message.message())
      else message.skip()
    }
    for (const record of records) this.#record(record, resource, scope)
  }

  #record(record: WireReader, resource: string | undefined, scope: string | undefined): void {
    try {
      if (this.lines.records >= REQUEST_RECORDS) this.#reject(`more than ${REQUEST_RECORDS} records in one request`)
      else if (!this.lines.addText(recordText(record, resource, scope))) this.#reject(TOO_LONG)
    } catch (cause) {
      if (!(cause instanceof TooDeep)) throw cause
      this.#reject(cause.message)
    }
  }

  #reject(reason: string): void {
    this.rejected++
    if (this.reason === '') this.reason = reason
  }
}

/** `instrumentation_library_logs`, until 2022. */
const FORMER_SCOPE_LOGS = 1000

function recordText(record: WireReader, resource: string | undefined, scope: string | undefined): string {
  const parts: Record<string, string | undefined> = { timeUnixNano: undefined }
  const attributes: [string, string][] = []
  while (record.next()) {
    const { number, wire } = record
    if (number === 1 && wire === WIRE.fixed64) parts['timeUnixNano'] = nanoseconds(record.fixed64())
    else if (number === 11 && wire === WIRE.fixed64) parts['observedTimeUnixNano'] = nanoseconds(record.fixed64())
    else if (number === 2 && wire === WIRE.varint) parts['severityNumber'] = numberText(record.unsigned())
    else if (number === 3 && wire === WIRE.bytes) parts['severityText'] = stringText(record)
    else if (number === 5 && wire === WIRE.bytes) parts['body'] = valueText(record.message(), 0)
    else if (number === 6 && wire === WIRE.bytes) attributes.push(keyValue(record.message(), 0))
    else if (number === 9 && wire === WIRE.bytes) parts['traceId'] = hexText(record.bytes())
    else if (number === 10 && wire === WIRE.bytes) parts['spanId'] = hexText(record.bytes())
    else if (number === 12 && wire === WIRE.bytes) parts['eventName'] = stringText(record)
    else record.skip()
  }
  return otlpRecord({ ...parts, attributes: objectText(attributes), resource, scope })
}

/** Zero says that it is not known. */
function nanoseconds(value: bigint): string | undefined {
  return value === 0n ? undefined : `"${value}"`
}

function numberText(value: bigint): string | undefined {
  return value === 0n ? undefined : String(BigInt.asIntN(64, value))
}

function hexText(bytes: Buffer): string | undefined {
  return bytes.length === 0 ? undefined : `"${bytes.toString('hex')}"`
}

function scopeText(message: WireReader): string {
  const parts: Record<string, string | undefined> = {}
  const attributes: [string, string][] = []
  while (message.next()) {
    if (isMessage(message, 1)) parts['name'] = stringText(message)
    else if (isMessage(message, 2)) parts['version'] = stringText(message)
    else if (isMessage(message, 3)) attributes.push(keyValue(message.message(), 0))
    else message.skip()
  }
  return otlpRecord({ ...parts, attributes: objectText(attributes) })
}

/** The attributes of a message as an object; too deep ones are left to say so. */
function attributesIn(message: WireReader, field: number): string {
  const attributes: [string, string][] = []
  while (message.next()) {
    if (isMessage(message, field)) attributes.push(keyValue(message.message(), 0))
    else message.skip()
  }
  return objectText(attributes)
}

function keyValue(message: WireReader, depth: number): [name: string, text: string] {
  let name = ''
  let text = 'null'
  while (message.next()) {
    if (isMessage(message, 1)) name = message.bytes().toString('utf8')
    else if (isMessage(message, 2)) text = valueText(message.message(), depth)
    else message.skip()
  }
  return [name, text]
}

/** An AnyValue as JSON; one without any value is null. */
function valueText(message: WireReader, depth: number): string {
  if (depth > OTLP_DEPTH) throw new TooDeep(`a value is nested deeper than ${OTLP_DEPTH}`)
  let text = 'null'
  while (message.next()) {
    const { number, wire } = message
    if (number === 1 && wire === WIRE.bytes) text = stringText(message)
    else if (number === 2 && wire === WIRE.varint) text = message.unsigned() === 0n ? 'false' : 'true'
    else if (number === 3 && wire === WIRE.varint) text = String(BigInt.asIntN(64, message.unsigned()))
    else if (number === 4 && wire === WIRE.fixed64) text = doubleText(message.double())
    else if (number === 5 && wire === WIRE.bytes) text = listText(message.message(), depth)
    else if (number === 6 && wire === WIRE.bytes) text = mapText(message.message(), depth)
    else if (number === 7 && wire === WIRE.bytes) text = JSON.stringify(message.bytes().toString('base64'))
    else message.skip()
  }
  return text
}

function listText(message: WireReader, depth: number): string {
  const values: string[] = []
  while (message.next()) {
    if (isMessage(message, 1)) values.push(valueText(message.message(), depth + 1))
    else message.skip()
  }
  return `[${values.join(',')}]`
}

function mapText(message: WireReader, depth: number): string {
  const members: [string, string][] = []
  while (message.next()) {
    if (isMessage(message, 1)) members.push(keyValue(message.message(), depth + 1))
    else message.skip()
  }
  return objectText(members)
}

function stringText(message: WireReader): string {
  return JSON.stringify(message.bytes().toString('utf8'))
}

function isMessage(message: WireReader, number: number): boolean {
  return message.number === number && message.wire === WIRE.bytes
}
