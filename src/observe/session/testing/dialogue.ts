import fc from 'fast-check'
import type { Segment } from './conversation.ts'
import { conversation, FLAGS } from './conversation.ts'

/** Who says what, in order; Latin-1. */
export type Said = readonly (readonly [from: 'client' | 'server', text: string])[]

/** A capture of a connection in which both say so, opened by a handshake, cut into segments of at most `size` bytes. */
export function dialogue(said: Said, { size = 1_400, serverPort = 80 }: { readonly size?: number, readonly serverPort?: number } = {}): Uint8Array {
  return conversation(segmentsOf(said, size).map(segment => ({ ...segment, serverPort })))
}

/** Captures of a dialogue with changed, missing and exchanged segments and bytes. */
export function damaged(said: Said): fc.Arbitrary<Uint8Array> {
  return fc.record({
    size: fc.integer({ min: 1, max: 200 }),
    missing: fc.array(fc.nat(200), { maxLength: 3 }),
    changes: fc.array(fc.record({ segment: fc.nat(200), at: fc.nat(200), byte: fc.nat(255) }), { maxLength: 10 }),
    swapped: fc.array(fc.nat(200), { maxLength: 3 }),
  }).map(({ size, missing, changes, swapped }) => {
    const segments = segmentsOf(said, size)
    for (const { segment, at, byte } of changes) {
      const target = segments[segment % segments.length]!
      const text = target.text ?? ''
      if (text !== '') segments[segment % segments.length] = { ...target, text: replaced(text, at % text.length, String.fromCharCode(byte)) }
    }
    for (const place of swapped) {
      const at = place % (segments.length - 1)
      segments.splice(at, 2, segments[at + 1]!, segments[at]!)
    }
    return conversation(segments.filter((_, index) => !missing.includes(index)))
  })
}

function segmentsOf(said: Said, size: number): Segment[] {
  const sent = { client: 1, server: 1 }
  const segments: Segment[] = [{ from: 'client', flags: FLAGS.syn, at: 0 }, { from: 'server', flags: FLAGS.synAck, at: 0 }]
  for (const [from, text] of said) {
    for (let start = 0; start < text.length; start += size) {
      const part = text.slice(start, start + size)
      segments.push({ from, at: sent[from], text: part })
      sent[from] += part.length
    }
  }
  return segments
}

function replaced(text: string, at: number, letter: string): string {
  return text.slice(0, at) + letter + text.slice(at + 1)
}
