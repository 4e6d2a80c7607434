import { isUtf8 } from 'node:buffer'
import type { GuardReason } from '../../judge/verdict.ts'
import { MOST_BODY_DEPTH } from '../defaults.ts'
import { jsonShape, membersIn } from './json-shape.ts'
import type { Json, Protocol, TextPart } from './protocol.ts'
import { isJson } from './protocol.ts'

/** A request as far as it could be read. */
export interface ReadRequest {
  /** Null: nothing was sent, or nothing that can be taken apart. */
  readonly body: Json | null
  readonly parts: readonly TextPart[]
  /** Why it cannot be judged, or not all of it. */
  readonly unread: GuardReason | null
  /** Others may read something else in the same bytes: what was judged is to be sent, written anew. */
  readonly isAmbiguous: boolean
}

const NOTHING: ReadRequest = { body: null, parts: [], unread: null, isAmbiguous: false }

/** Reads what a program sent. @param protocol null: nothing is known of what is asked there */
export function readRequest(protocol: Protocol | null, bytes: Buffer | null): ReadRequest {
  if (bytes === null || (protocol === null && bytes.length === 0)) return NOTHING
  const { depth, members } = jsonShape(bytes)
  if (depth > MOST_BODY_DEPTH) return { ...NOTHING, unread: { en: `the request is nested more than ${MOST_BODY_DEPTH} deep`, ja: `リクエストの入れ子が${MOST_BODY_DEPTH}段を超えている` } }
  const body = parsed(bytes)
  if (body === null || protocol === null) return { ...NOTHING, body, unread: { en: 'the request is of no kind that can be judged', ja: '検査できる種類のリクエストではない' } }
  const { parts, unread } = protocol.requestTexts(body)
  if (!isUtf8(bytes)) return { body, parts, unread: { en: 'the request is not written in UTF-8 (RFC 8259, 8.1)', ja: 'リクエストが UTF-8 ではない（RFC 8259、8.1）' }, isAmbiguous: true }
  // Of two members of one name some read the first, some the last.
  if (membersIn(body) < members) return { body, parts, unread: { en: 'an object of the request has two members of one name', ja: 'リクエストに同じ名前のメンバーが重複している' }, isAmbiguous: true }
  return { body, parts, unread, isAmbiguous: false }
}

function parsed(bytes: Buffer): Json | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return isJson(value) ? value : null
  } catch {
    return null
  }
}
