import { parseRecord } from '../../json/parse-record.ts'
import { isFields } from '../../../model/value.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { OTLP_DEPTH, REQUEST_RECORDS } from '../defaults.ts'
import { RecordLines, TOO_LONG } from '../record-lines.ts'
import { utf8Content } from '../utf-8-content.ts'
import { doubleText, objectText, otlpRecord, TooDeep } from './otlp-logs.ts'
import type { OtlpLogs, OtlpRefusal } from './otlp-logs.ts'

/** Parses an ExportLogsServiceRequest in its JSON form (OTLP specification, JSON Protobuf Encoding): names in lowerCamelCase, ids in hex. */
export function parseOtlpJson(content: Buffer): OtlpLogs | OtlpRefusal {
  const parsed = parseRecord(utf8Content(content).toString('utf8'))
  if ('reason' in parsed) return { refusal: `no ExportLogsServiceRequest: ${parsed.reason}` }
  const lines = new RecordLines()
  let rejected = 0
  let reason = ''
  for (const resourceLogs of listOf(parsed.fields['resourceLogs'])) {
    if (!isFields(resourceLogs)) continue
    for (const scopeLogs of listOf(resourceLogs['scopeLogs'] ?? resourceLogs['instrumentationLibraryLogs'])) {
      if (!isFields(scopeLogs)) continue
      for (const record of listOf(scopeLogs['logRecords'])) {
        const text = lines.records < REQUEST_RECORDS ? recordText(record, resourceLogs['resource'], scopeLogs['scope']) : TOO_MANY
        if (typeof text === 'string' && lines.addText(text)) continue
        rejected++
        if (reason === '') reason = typeof text === 'string' ? TOO_LONG : text.reason
      }
    }
  }
  return { lines, rejected, reason }
}

const TOO_MANY = { reason: `more than ${REQUEST_RECORDS} records in one request` }

function recordText(record: FieldValue, resource: FieldValue | undefined, scope: FieldValue | undefined): string | { readonly reason: string } {
  if (!isFields(record)) return { reason: 'a log record is no object' }
  try {
    return otlpRecord({
      timeUnixNano: nanoseconds(record['timeUnixNano']),
      observedTimeUnixNano: nanoseconds(record['observedTimeUnixNano']),
      severityNumber: severityText(record['severityNumber']),
      severityText: stringText(record['severityText']),
      body: record['body'] === undefined ? undefined : valueText(record['body'], 0),
      traceId: stringText(record['traceId']),
      spanId: stringText(record['spanId']),
      eventName: stringText(record['eventName']),
      attributes: attributesText(record),
      resource: isFields(resource) ? attributesText(resource) : undefined,
      scope: isFields(scope) ? scopeText(scope) : undefined,
    })
  } catch (cause) {
    if (cause instanceof TooDeep) return { reason: cause.message }
    throw cause
  }
}

function scopeText(scope: Fields): string {
  return otlpRecord({ name: stringText(scope['name']), version: stringText(scope['version']), attributes: attributesText(scope) })
}

function attributesText(message: Fields): string {
  return objectText(listOf(message['attributes']).flatMap(member => keyValue(member, 0)))
}

function keyValue(member: FieldValue, depth: number): (readonly [name: string, text: string])[] {
  if (!isFields(member) || typeof member['key'] !== 'string') return []
  return [[member['key'], valueText(member['value'], depth)]]
}

/** An AnyValue: an object with one member that names its type. */
function valueText(value: FieldValue | undefined, depth: number): string {
  if (depth > OTLP_DEPTH) throw new TooDeep(`a value is nested deeper than ${OTLP_DEPTH}`)
  if (!isFields(value)) return 'null'
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value
  if (typeof stringValue === 'string') return JSON.stringify(stringValue)
  if (typeof boolValue === 'boolean') return String(boolValue)
  if (intValue !== undefined) return integerText(intValue)
  if (doubleValue !== undefined) return typeof doubleValue === 'number' ? doubleText(doubleValue) : JSON.stringify(String(doubleValue))
  if (isFields(arrayValue)) return `[${listOf(arrayValue['values']).map(member => valueText(member, depth + 1)).join(',')}]`
  if (isFields(kvlistValue)) return objectText(listOf(kvlistValue['values']).flatMap(member => keyValue(member, depth + 1)))
  return typeof bytesValue === 'string' ? JSON.stringify(bytesValue) : 'null'
}

/** 64-bit integers are texts in this form, and numbers are accepted. */
function integerText(value: FieldValue): string {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return String(BigInt(value))
  return typeof value === 'string' && /^-?(?:0|[1-9]\d{0,18})$/.test(value) ? value : 'null'
}

function nanoseconds(value: FieldValue | undefined): string | undefined {
  const text = typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' ? String(value) : ''
  return /^[1-9]\d{0,19}$/.test(text) ? `"${text}"` : undefined
}

function severityText(value: FieldValue | undefined): string | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value !== 0 ? String(value) : undefined
}

function stringText(value: FieldValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? JSON.stringify(value) : undefined
}

function listOf(value: FieldValue | undefined): readonly FieldValue[] {
  return Array.isArray(value) ? value : []
}
