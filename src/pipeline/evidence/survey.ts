import { createHash } from 'node:crypto'
import type { Chunk, DecodeError, Decoder, Planner, TextEncoding } from '../../model/decoder.ts'
import { HEAD_BYTES } from '../../model/decoder.ts'
import { BLOCK_BYTES, MEMBER_ERRORS } from './defaults.ts'
import { EncodingDetector, preliminaryEncoding, sameFraming } from './encoding.ts'
import { looksLikeText } from './looks-like-text.ts'
import type { MemberLocator } from './member-locator.ts'
import type { OnReadError } from './open-member.ts'
import { openMember } from './open-member.ts'
import { reblock } from './reblock.ts'

/** What one pass over a member's content learns. Plain data: it crosses to workers. */
export interface Surveyed {
  readonly locator: MemberLocator
  /** Hex, of the decompressed content as far as it could be read. */
  readonly sha256: string
  /** Decompressed, as far as it could be read. */
  readonly bytes: number
  readonly encoding: TextEncoding
  /** The decoder's; null when none recognises the content. */
  readonly format: string | null
  /** Whether the content reads as text at all; where no decoder recognises it, it is then a document rather than evidence. */
  readonly isText: boolean
  readonly chunks: readonly Chunk[]
  readonly errors: readonly DecodeError[]
}

export interface SurveyOptions {
  /** Told how many bytes were read since it was last told. */
  readonly onBytes?: (bytes: number) => void
  /** Of a member that is a file as it stands: what it was found to hold when it was received. It is then not hashed again. */
  readonly known?: KnownContent
}

export interface KnownContent {
  /** Hex. */
  readonly sha256: string
  readonly bytes: number
}

/**
 * Reads a member once: its hash, size and encoding, the decoder that recognises it, and where that decoder may cut it. The same content
 * gives the same answer however it is packed. Never throws for content.
 */
export async function surveyMember(locator: MemberLocator, decoders: readonly Decoder[], options: SurveyOptions = {}): Promise<Surveyed> {
  const errors: DecodeError[] = []
  const onError: OnReadError = error => { if (errors.length < MEMBER_ERRORS) errors.push(error) }
  const { known } = options
  const hash = known === undefined ? createHash('sha256') : null
  const detector = new EncodingDetector()
  let bytes = 0
  let planned: Planned | null = null
  let isText = false
  for await (const block of reblock(openMember(locator, 0, Infinity, onError), BLOCK_BYTES)) {
    if (bytes === 0) {
      planned = planFor(block.subarray(0, HEAD_BYTES), decoders, locator.path)
      isText = looksLikeText(asUtf8(block.subarray(0, HEAD_BYTES), preliminaryEncoding(block.subarray(0, HEAD_BYTES))))
    }
    hash?.update(block)
    detector.push(block)
    planned?.planner.push(block)
    bytes += block.length
    options.onBytes?.(block.length)
  }
  if (known !== undefined && (bytes !== known.bytes || errors.length > 0)) {
    // It could not be read as it was received.
    const { known: _known, ...others } = options
    return surveyMember(locator, decoders, others)
  }
  const encoding = detector.final()
  if (bytes === 0 && errors.length === 0) onError({ offset: 0, reason: 'empty file' })
  if (bytes > 0 && planned === null) onError(NOT_RECOGNISED)
  return {
    locator,
    sha256: hash?.digest('hex') ?? known?.sha256 ?? '',
    bytes,
    encoding,
    format: planned?.decoder.format ?? null,
    isText,
    chunks: planned === null ? [] : await chunksOf(planned, encoding, locator),
    errors,
  }
}

/** No decoder knows the content. */
export const NOT_RECOGNISED: DecodeError = { offset: 0, reason: 'format not recognised' }

interface Planned {
  readonly decoder: Decoder
  readonly encoding: TextEncoding
  readonly planner: Planner
}

function planFor(head: Uint8Array, decoders: readonly Decoder[], path: string): Planned | null {
  const encoding = preliminaryEncoding(head)
  const text = asUtf8(head, encoding)
  const decoder = decoders.find(each => each.recognises(text, path))
  return decoder === undefined ? null : { decoder, encoding, planner: decoder.planner({ encoding }) }
}

/** A mark is dropped; content that is no text stays as it is. */
function asUtf8(head: Uint8Array, encoding: TextEncoding): Uint8Array {
  if (encoding === 'utf-8') return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head
  return new TextEncoder().encode(new TextDecoder(encoding).decode(head))
}

/** Planned again when the rest of the content shows that its head was misjudged in a way that moves the borders of records. */
async function chunksOf(planned: Planned, encoding: TextEncoding, locator: MemberLocator): Promise<readonly Chunk[]> {
  if (sameFraming(planned.encoding, encoding)) return planned.planner.end()
  const planner = planned.decoder.planner({ encoding })
  for await (const block of reblock(openMember(locator, 0, Infinity, () => {}), BLOCK_BYTES)) planner.push(block)
  return planner.end()
}
