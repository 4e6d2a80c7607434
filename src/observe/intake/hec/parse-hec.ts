import { isUtf8 } from 'node:buffer'
import { parseRecord } from '../../json/parse-record.ts'
import type { Fields } from '../../../model/value.ts'
import { METADATA_LENGTH, REQUEST_RECORDS } from '../defaults.ts'
import { memberText, RecordLines } from '../record-lines.ts'
import { utf8Content } from '../utf-8-content.ts'
import type { HecAnswerName } from './hec-answer.ts'
import { splitObjects } from './split-objects.ts'

/** What a request to the HTTP Event Collector brings. */
export interface HecRequest {
  readonly lines: RecordLines
  /** The first event that is not taken, counted from 0; those after it are taken all the same. */
  readonly fault: { readonly name: HecAnswerName; readonly event: number } | undefined
}

/** What a request says of all its events (`?sourcetype=` and so on); an event's own word counts more. */
export interface HecMetadata {
  readonly host?: string
  readonly source?: string
  readonly sourcetype?: string
  readonly index?: string
  readonly time?: string
}

/** Reads metadata from the query of a request; too long ones are left out. */
export function hecMetadata(query: URLSearchParams): HecMetadata {
  const given = ['host', 'source', 'sourcetype', 'index', 'time'].flatMap(name => {
    const value = query.get(name)
    return value === null || value === '' || value.length > METADATA_LENGTH ? [] : [[name, value] as const]
  })
  return { sourcetype: DEFAULT_SOURCETYPE, ...Object.fromEntries(given) }
}

/** Splunk's own for what comes by this way and says no other. It also tells such events from records that merely have a field `event`. */
const DEFAULT_SOURCETYPE = 'httpevent'

/**
 * Parses the body of `/services/collector/event` (Splunk, Format events for HTTP Event Collector): objects one after another, each with
 * `event`, and perhaps `time`, `host`, `source`, `sourcetype`, `index`, `fields`. Each is kept as it was written.
 */
export function parseHecEvents(content: Buffer, metadata: HecMetadata): HecRequest {
  const isClean = isUtf8(content)
  const lines = new RecordLines()
  const given = Object.entries(metadata)
  let fault: HecRequest['fault']
  let number = 0
  for (const { from, to, isWhole } of splitObjects(content)) {
    const bytes = content.subarray(from, to)
    const written = isClean ? bytes : utf8Content(bytes)
    const parsed = isWhole ? parseRecord(written.toString('latin1')) : { reason: 'cut off', at: 0 }
    const name = number >= REQUEST_RECORDS ? 'badFormat' : 'reason' in parsed ? 'badFormat' : faultOf(parsed.fields)
    if (name !== undefined) fault ??= { name, event: number }
    else if ('fields' in parsed) {
      const missing = given.filter(([member]) => !Object.hasOwn(parsed.fields, member))
      const isAdded = lines.addObject(written, missing.length === 0 ? NOTHING : memberText(Object.fromEntries(missing)))
      if (!isAdded) fault ??= { name: 'badFormat', event: number }
    }
    number++
  }
  if (number === 0) fault = { name: 'noData', event: 0 }
  return { lines, fault }
}

/** Parses the body of `/services/collector/raw`: an event a line; a line that is a JSON object is kept as one. Blank lines are nothing. */
export function parseHecRaw(content: Buffer, metadata: HecMetadata): HecRequest {
  const isClean = isUtf8(content)
  const lines = new RecordLines()
  const members = memberText({ ...metadata }).toString()
  const before = members === '' ? '' : `${members},`
  let fault: HecRequest['fault']
  let number = 0
  for (let at = 0; at < content.length;) {
    const found = content.indexOf(0x0a, at)
    const end = found < 0 ? content.length : found
    const line = content.subarray(at, end)
    const text = (isClean ? line : utf8Content(line)).toString('utf8').trimEnd()
    at = end + 1
    if (text === '') continue
    const isAdded = number < REQUEST_RECORDS && lines.addText(`{${before}"event":${isObject(text) ? text : JSON.stringify(text)}}`)
    if (!isAdded) fault ??= { name: 'badFormat', event: number }
    number++
  }
  return { lines, fault: number === 0 ? { name: 'noData', event: 0 } : fault }
}

const NOTHING = Buffer.alloc(0)

function faultOf(record: Fields): HecAnswerName | undefined {
  const event = Object.hasOwn(record, 'event') ? record['event'] : undefined
  if (event === undefined || event === null) return 'eventRequired'
  return event === '' ? 'eventBlank' : undefined
}

function isObject(text: string): boolean {
  return text.startsWith('{') && text.endsWith('}') && 'fields' in parseRecord(text)
}
