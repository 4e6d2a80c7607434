import type { Blocks } from './blocks.ts'

/** The same bytes in blocks of exactly `size`, the last one shorter: what is computed per block then depends on the content alone. */
export async function* reblock(blocks: AsyncIterable<Uint8Array>, size: number): Blocks {
  const buffer = new Uint8Array(size)
  let filled = 0
  for await (const block of blocks) {
    for (let at = 0; at < block.length;) {
      if (filled === 0 && block.length - at >= size) {
        yield block.subarray(at, at + size)
        at += size
        continue
      }
      const taken = block.subarray(at, at + size - filled)
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
