import type { Blocks } from './blocks.ts'

/** The same bytes in blocks of exactly `size`, the last one shorter: what is computed per block then depends on the content alone. */
export async function* reblock(blocks: AsyncIterable<Uint8Array>, size: number): Blocks {
  // Grows to what is needed: most of many small files never fill a block.
  let buffer = new Uint8Array(0)
  let filled = 0
  for await (const block of blocks) {
    for (let at = 0; at < block.length;) {
      if (filled === 0 && block.length - at >= size) {
        yield block.subarray(at, at + size)
        at += size
        continue
      }
      const taken = block.subarray(at, at + size - filled)
      if (filled + taken.length > buffer.length) buffer = grown(buffer, filled, Math.min(size, Math.max(filled + taken.length, buffer.length * 2)))
      buffer.set(taken, filled)
      filled += taken.length
      at += taken.length
      if (filled < size) continue
      yield buffer
      filled = 0
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled)
}

function grown(buffer: Uint8Array, filled: number, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size)
  larger.set(buffer.subarray(0, filled))
  return larger
}
