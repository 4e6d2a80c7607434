import { open } from 'node:fs/promises'
import { BLOCK_BYTES } from './defaults.ts'

/** A file from its beginning to its end, in blocks that are reused. @throws what the file system says */
export async function* readBlob(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const block = Buffer.allocUnsafeSlow(Math.min(BLOCK_BYTES, size + 1))
    for (;;) {
      const { bytesRead } = await file.read(block, 0, block.length, null)
      if (bytesRead === 0) return
      yield block.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}
