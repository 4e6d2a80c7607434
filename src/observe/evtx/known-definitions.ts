import { MAX_DEFINITION_VARIANTS, MAX_KNOWN_DEFINITION_BYTES, MAX_POOLED_CHARACTERS } from './defaults.ts'
import { NAME_HEADER_BYTES } from './layout.ts'
import type { Template } from './template-pool.ts'

/** Where a template's definition refers to a name. */
export interface NameUse {
  /** Of the name's offset, in bytes from the definition's first token. */
  readonly at: number
  readonly name: string
  /** Whether the name stands there itself. */
  readonly isInline: boolean
}

/** A definition's tokens as some chunk had them, and what they were read to. */
interface KnownDefinition {
  /** How many bytes the definition said it has; the tokens may end before. */
  readonly sizeBytes: number
  readonly tokens: Buffer
  readonly names: readonly NameUse[]
  readonly template: Template
}

/**
 * Definitions of templates that were read already. Every chunk of a log repeats those it uses; they differ in nothing but where the chunk
 * keeps names, so comparing one with what is known stands for reading it again, at about a quarter of the time and without garbage.
 * Nothing is believed for its GUID, which a file may forge.
 */
const known = new Map<number, KnownDefinition[]>()
let knownBytes = 0

/** What the definition at [from, to) of a chunk, with so many bytes, was read to when the same was met before; else undefined. */
export function recallDefinition(chunk: Buffer, guid: number, from: number, to: number): Template | undefined {
  const variants = known.get(keyOf(guid, to - from))
  if (variants === undefined) return undefined
  for (let i = 0; i < variants.length; i++) if (isSame(variants[i]!, chunk, from, to)) return variants[i]!.template
  return undefined
}

/** @param end where the tokens that were read end, at most `to` @param names in their order */
export function keepDefinition(
  chunk: Buffer, guid: number, from: number, to: number, end: number, names: readonly NameUse[], template: Template,
): void {
  if (end - from > MAX_POOLED_CHARACTERS) return
  const key = keyOf(guid, to - from)
  const variants = known.get(key) ?? []
  if (variants.length === MAX_DEFINITION_VARIANTS) return
  if (knownBytes > MAX_KNOWN_DEFINITION_BYTES) {
    known.clear()
    knownBytes = 0
  }
  variants.push({ sizeBytes: to - from, tokens: Buffer.from(chunk.subarray(from, end)), names, template })
  known.set(key, variants)
  knownBytes += end - from + ENTRY_BYTES
}

/** About what an entry takes beside its tokens. */
const ENTRY_BYTES = 1_024

/** Of the first four bytes of a GUID and a size below 64 KiB. */
function keyOf(guid: number, sizeBytes: number): number {
  return guid * 0x1_0000 + (sizeBytes & 0xffff)
}

function isSame({ sizeBytes, tokens, names }: KnownDefinition, chunk: Buffer, from: number, to: number): boolean {
  if (to - from !== sizeBytes) return false
  let at = 0
  for (let i = 0; i < names.length; i++) {
    const use = names[i]!
    if (!areEqual(tokens, at, use.at, chunk, from)) return false
    const offset = chunk.readUInt32LE(from + use.at)
    if ((offset === from + use.at + 4) !== use.isInline || !isName(chunk, offset, use.name)) return false
    at = use.at + 4 + (use.isInline ? NAME_HEADER_BYTES + 2 * use.name.length + 2 : 0)
  }
  return areEqual(tokens, at, tokens.length, chunk, from)
}

/** Whether [from, to) of the tokens is in the chunk too, whose definition begins at `start`. */
function areEqual(tokens: Buffer, from: number, to: number, chunk: Buffer, start: number): boolean {
  for (let at = from; at < to; at++) if (tokens[at] !== chunk[start + at]) return false
  return true
}

function isName(chunk: Buffer, offset: number, name: string): boolean {
  const textAt = offset + NAME_HEADER_BYTES
  const { length } = name
  if (textAt + 2 * length + 2 > chunk.length || (chunk[textAt - 2]! | chunk[textAt - 1]! << 8) !== length) return false
  for (let i = 0, at = textAt; i < length; i++, at += 2) {
    if ((chunk[at]! | chunk[at + 1]! << 8) !== name.charCodeAt(i)) return false
  }
  return true
}
