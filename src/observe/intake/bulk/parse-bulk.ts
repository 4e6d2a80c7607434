import { isUtf8 } from 'node:buffer'
import { checkObject } from '../../json/check-object.ts'
import { parseRecord } from '../../json/parse-record.ts'
import { ACTION_BYTES, REMEMBERED_ACTIONS, REQUEST_RECORDS } from '../defaults.ts'
import { memberText, RecordLines, TOO_LONG } from '../record-lines.ts'
import { utf8Content } from '../utf-8-content.ts'

/** What a bulk request asks for: the documents that are taken, and what is to be answered for each. */
export interface BulkRequest {
  readonly lines: RecordLines
  readonly items: readonly BulkItem[]
}

export interface BulkItem {
  readonly target: BulkTarget
  /** As the client gave it. */
  readonly id: string | undefined
  /** Why the document is not taken; undefined when it is. */
  readonly error: BulkError | undefined
  /** The batch of {@link RecordLines} that the document is in. */
  readonly batch: number
}

export interface BulkTarget {
  readonly action: string
  readonly index: string
}

export interface BulkError {
  readonly status: number
  readonly type: string
  readonly reason: string
}

/** The request as a whole cannot be understood; nothing of it is taken. */
export interface BulkRefusal {
  readonly reason: string
}

/**
 * Parses the body of `_bulk` (Elasticsearch reference, Bulk API): an action line, then the document's line, for each document. `create` and
 * `index` are taken alike; `update` and `delete`, which mean nothing to a log, are errors of their item, as is a document that is no
 * JSON object. A line that is no action makes the request unreadable from there on, and none of it is taken.
 *
 * @param defaultIndex the one named in the path
 */
export function parseBulk(content: Buffer, defaultIndex: string | undefined): BulkRequest | BulkRefusal {
  const isClean = isUtf8(content)
  const actions = new ActionReader(defaultIndex)
  // Most is documents; each is given the name of its index, which the action line has too.
  const lines = new RecordLines(content.length)
  const items: BulkItem[] = []
  let at = 0
  for (let number = 1; at < content.length; number++) {
    const end = lineEnd(content, at)
    if (isBlank(content, at, end)) {
      at = end + 1
      continue
    }
    const action = actions.read(content.subarray(at, end))
    if (action === null) return { reason: `Malformed action/metadata line [${number}], expected an object with one of [create], [index], [update], [delete]` }
    if (items.length >= REQUEST_RECORDS) return { reason: `too many documents in one request, at most ${REQUEST_RECORDS}` }
    at = end + 1
    const { target, id, members } = action
    let error: BulkError | undefined
    if (target.action !== 'delete') {
      if (at >= content.length) return { reason: 'The bulk request must be terminated by a newline [\\n]' }
      const documentEnd = lineEnd(content, at)
      const written = objectBetween(content, at, documentEnd)
      const document = isClean ? written : utf8Content(written)
      error = documentError(target, document)
      if (error === undefined && !lines.addObject(document, members)) error = { status: 413, type: 'illegal_argument_exception', reason: TOO_LONG }
      at = documentEnd + 1
      number++
    } else error = notTaken(target.action)
    items.push({ target, id, error, batch: lines.lastBatch })
  }
  return items.length === 0 ? { reason: 'request body is required' } : { lines, items }
}

interface Action {
  readonly target: BulkTarget
  readonly id: string | undefined
  /** What is kept with the document. */
  readonly members: Buffer
}

const ACTIONS: ReadonlySet<string> = new Set(['create', 'index', 'update', 'delete'])

/** Reads action lines; clients write the same one again and again. */
class ActionReader {
  readonly #defaultIndex: string | undefined
  readonly #read = new Map<string, Action | null>()
  #lastLine: Buffer = Buffer.alloc(0)
  #last: Action | null = null

  constructor(defaultIndex: string | undefined) {
    this.#defaultIndex = defaultIndex
  }

  /** Null when it is none. */
  read(line: Buffer): Action | null {
    if (line.equals(this.#lastLine)) return this.#last
    const text = line.toString('utf8')
    let action = this.#read.get(text)
    if (action === undefined) {
      action = line.length > ACTION_BYTES ? null : readAction(text, this.#defaultIndex)
      if (this.#read.size < REMEMBERED_ACTIONS) this.#read.set(text, action)
    }
    this.#lastLine = line
    this.#last = action
    return action
  }
}

function readAction(text: string, defaultIndex: string | undefined): Action | null {
  const parsed = parseRecord(text)
  if ('reason' in parsed) return null
  const [[action, meta] = ['', null], ...others] = Object.entries(parsed.fields)
  if (others.length > 0 || !ACTIONS.has(action) || typeof meta !== 'object' || meta === null || Array.isArray(meta)) return null
  const of = (name: string) => {
    const value: unknown = Object.hasOwn(meta, name) ? Object.entries(meta).find(([key]) => key === name)?.[1] : undefined
    return typeof value === 'string' ? value : undefined
  }
  const index = of('_index') ?? defaultIndex ?? ''
  const target = { action, index }
  return { target, id: of('_id'), members: memberText(index === '' ? {} : { _index: index }) }
}

function documentError({ action, index }: BulkTarget, document: Buffer): BulkError | undefined {
  if (action === 'update') return notTaken(action)
  if (index === '') return { status: 400, type: 'action_request_validation_exception', reason: 'Validation Failed: 1: index is missing;' }
  if (checkObject(document, 0, document.length, METADATA_BYTES)) return undefined
  // One byte as one character: what makes JSON is ASCII, and the bytes are known to be UTF-8.
  const parsed = parseRecord(document.toString('latin1'))
  if ('reason' in parsed) return { status: 400, type: 'document_parsing_exception', reason: `[1:${parsed.at + 1}] failed to parse: ${parsed.reason}` }
  const own = METADATA.find(name => Object.hasOwn(parsed.fields, name))
  if (own === undefined) return undefined
  return { status: 400, type: 'document_parsing_exception', reason: `[1:1] Field [${own}] is a metadata field and cannot be added inside a document.` }
}

/** Of the metadata fields, those by which a kept record is understood. */
const METADATA = ['_index', '_source']
const METADATA_BYTES = METADATA.map(name => Buffer.from(name))

function notTaken(action: string): BulkError {
  return { status: 400, type: 'illegal_argument_exception', reason: `[${action}] is not taken: what is collected is never changed` }
}

function lineEnd(content: Buffer, from: number): number {
  const end = content.indexOf(0x0a, from)
  return end < 0 ? content.length : end
}

function isBlank(content: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isSpace(content[at])) return false
  return true
}

/** The text without the blanks around it. */
function objectBetween(content: Buffer, from: number, to: number): Buffer {
  let start = from
  let end = to
  while (start < end && isSpace(content[start])) start++
  while (end > start && isSpace(content[end - 1])) end--
  return content.subarray(start, end)
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d
}
