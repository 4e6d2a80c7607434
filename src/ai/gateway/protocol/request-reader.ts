import { quoted } from '../../judge/quotation.ts'
import type { GuardReason } from '../../judge/verdict.ts'
import { MOST_BODY_DEPTH, MOST_TEXTS } from '../defaults.ts'
import { blockKind } from './block-kinds.ts'
import type { BlockKind } from './block-kinds.ts'
import { isGiven } from './call-shapes.ts'
import { encodedFile } from './encoded-file.ts'
import { misspeltMember } from './known-members.ts'
import type { Json, Origin, TextPart } from './protocol.ts'
import { isJson } from './protocol.ts'
import { spotsIn } from './spots.ts'
import type { Spot } from './spots.ts'

/** Members whose lists and objects are parts of their own, each of its type. */
const CONTENT = new Set(['content', 'output', 'outputs', 'results', 'summary'])

/** Members that hold a file. */
const BYTES = new Set(['data', 'file_data', 'image_data', 'b64_json', 'bytes', 'image_url', 'result'])

/** Members that say where a file is fetched from. */
const FETCHED = new Set(['image_url', 'video_url', 'audio_url', 'file_url'])
const WHOLE_ADDRESS = /^\s*[a-z][a-z0-9+.-]{1,20}:\/{0,3}\S+\s*$/i

/** Items that are the model's although nobody's role stands there. */
const OF_MODEL = /^(?:reasoning|compaction)$/

/** Collects the texts of a request, each with whom it comes from, and what of it cannot be read. */
export class RequestReader {
  readonly parts: TextPart[] = []
  /** The first thing that cannot be read. */
  unread: GuardReason | null = null
  /** Pictures, sound or films stand in it. */
  hasMedia = false
  /** There are more texts than are read. */
  #isFull = false

  /** Messages, or items: a list of them, one, or a text. */
  messages(holder: Json, name: string): void {
    const value = holder[name]
    if (Array.isArray(value)) value.forEach((each: unknown, index) => isJson(each) ? this.#message(each) : this.#content(value, index, 'user', 1))
    else if (isJson(value)) this.#message(value)
    else this.#content(holder, name, 'user', 0)
  }

  /** A text, a part, or a list of either. */
  content(holder: Json, name: string, origin: Origin): void {
    this.#content(holder, name, origin, 0)
  }

  /** Every text below a member that nobody here knows; names and numbers are none. */
  others(holder: Json, name: string, origin: Origin): void {
    for (const spot of spotsIn({ [name]: holder[name] })) {
      if (this.#isFull) return
      if (SHORT_NAME.test(spot.text)) continue
      this.#put(spot.path === name ? { origin, text: spot.text, replace: other => { holder[name] = other } } : { origin, text: spot.text, replace: spot.replace })
    }
  }

  cannotRead(why: GuardReason): void {
    this.unread ??= why
  }

  /** That each member is written as its readers know it. */
  spelling(holder: Json): void {
    const misspelt = misspeltMember(holder)
    if (misspelt !== null) this.cannotRead({ en: `the member ${quoted(misspelt)} is written otherwise than it is known`, ja: `メンバー${quoted(misspelt)}の綴りが既知のものと異なる` })
  }

  #put(part: TextPart): void {
    this.#isFull = this.parts.length >= MOST_TEXTS
    if (this.#isFull) this.cannotRead({ en: `it holds more than ${MOST_TEXTS} texts`, ja: `テキストが${MOST_TEXTS}件を超えている` })
    else this.parts.push(part)
  }

  #message(message: Json): void {
    const { role, type } = message
    const kind = blockKind(type)
    const isOfModel = role === undefined && (kind === 'call' || (typeof type === 'string' && OF_MODEL.test(type)))
    this.#block(message, isOfModel ? 'assistant' : originOf(role), 1)
  }

  #content(holder: Json | unknown[], name: string | number, origin: Origin, depth: number): void {
    if (depth > MOST_BODY_DEPTH) return this.cannotRead({ en: `the request is nested more than ${MOST_BODY_DEPTH} deep`, ja: `リクエストの入れ子が${MOST_BODY_DEPTH}段を超えている` })
    const value = Array.isArray(holder) ? holder[Number(name)] : holder[name]
    if (typeof value === 'string') {
      if (value !== '') this.#put({ origin, text: value, replace: other => { if (Array.isArray(holder)) holder[Number(name)] = other; else holder[name] = other } })
    } else if (Array.isArray(value)) value.forEach((_, index) => this.#content(value, index, origin, depth + 1))
    else if (isJson(value)) this.#block(value, origin, depth + 1)
  }

  #block(block: Json, origin: Origin, depth: number): void {
    this.spelling(block)
    const kind = blockKind(block['type'])
    if (kind === null) {
      const type = quoted(String(block['type']))
      this.cannotRead({ en: `it holds a part of a type that is not known here (${type})`, ja: `未知の種類の部分（${type}）が含まれている` })
    }
    if (kind === 'media') this.hasMedia = true
    if (kind === 'document' && refersToFile(block)) this.cannotRead(ELSEWHERE)
    const from = originIn(kind, origin)
    const isContent = (name: string) => CONTENT.has(name) && typeof block[name] === 'object'
    for (const spot of spotsIn(block, (holder, name) => holder === block && isContent(name))) {
      if (this.#isFull) return
      this.#spot(spot, kind === 'call' && !isGiven(topOf(spot)) && from === 'assistant' && RESULTS.has(topOf(spot)) ? 'tool' : from, kind)
    }
    for (const name of Object.keys(block).filter(isContent)) this.#content(block, name, kind === 'call' ? 'tool' : from, depth + 1)
  }

  #spot(spot: Spot, origin: Origin, kind: BlockKind | null): void {
    const { text, member, holder, replace } = spot
    if (kind === 'call' && BYTES.has(member) && encodedFile(text)?.kind === 'media') {
      this.hasMedia = true
      return
    }
    const isFile = member === 'images' || (kind !== 'text' && kind !== 'call' && (/^\s*data:/i.test(text) || (BYTES.has(member) && typeOf(holder) !== 'text')))
    const file = isFile ? encodedFile(text) : null
    if (file?.kind === 'media') this.hasMedia = true
    else if (file?.kind === 'text') {
      if (file.text !== '') this.#put({ origin: origin === 'tool' ? 'tool' : 'document', text: file.text, replace: other => replace(file.encode(other)) })
    } else if (file?.kind === 'other' && (kind !== 'result' || text.length > LONGEST_MARK)) {
      if (kind === 'media' && (file.type === '' || MEDIA_TYPE.test(file.type))) this.hasMedia = true
      else this.cannotRead({ en: 'it holds a file of a kind that is not read here', ja: '読めない種類のファイルが含まれている' })
    } else if (isFetched(spot, kind)) {
      this.#put({ origin, text, isAddress: true, replace })
      if (kind === 'document') this.cannotRead(ELSEWHERE)
    } else this.#put({ origin, text, replace })
  }
}

const MEDIA_TYPE = /^(?:image|audio|video)\//i

/** Letters of a digest or an identifier, which look like a file's. */
const LONGEST_MARK = 200

const SHORT_NAME = /^[\w.:/+-]{0,64}$/

/** Members of a call that hold what came of it. */
const RESULTS = new Set(['output', 'outputs', 'result', 'results', 'error', 'tools'])

const ELSEWHERE: GuardReason = { en: 'it refers to a file that stands elsewhere and is not read here', ja: '別の場所にあるファイルを参照しており、ここでは読めない' }

function refersToFile(block: Json): boolean {
  return [block, block['file'], block['source']].some(each => isJson(each) && typeof each['file_id'] === 'string')
}

function isFetched({ text, member, holder, path }: Spot, kind: BlockKind | null): boolean {
  if (kind === 'text' || kind === 'call' || !WHOLE_ADDRESS.test(text)) return false
  return FETCHED.has(member) || (member === 'url' && (kind === 'media' || typeOf(holder) === 'url' || path === 'file.url' || path === 'image_url.url'))
}

function typeOf(holder: Json | unknown[]): unknown {
  return Array.isArray(holder) ? undefined : holder['type']
}

function topOf({ path }: Spot): string {
  return path.split('.', 1)[0] ?? path
}

function originIn(kind: BlockKind | null, origin: Origin): Origin {
  switch (kind) {
    case 'result': return 'tool'
    case 'document': return origin === 'tool' ? 'tool' : 'document'
    default: return origin
  }
}

function originOf(role: unknown): Origin {
  switch (role) {
    case 'system': case 'developer': return 'system'
    case 'assistant': return 'assistant'
    case 'tool': case 'function': return 'tool'
    default: return 'user'
  }
}
