/**
 * Gives back the memory of a buffer that nobody uses any more, at once: left to the garbage collector, which hardly counts what lies outside its heap, buffers of
 * megabytes that come and go add up to a gigabyte. The buffer, and all others on the same memory, are empty afterwards; a small one, which may share
 * its memory with strangers, is left alone.
 */
export function releaseMemory({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength >= LARGE_BYTES) buffer.transfer(0)
}

/** Node cuts small buffers from pools of 8 to 64 kB. */
const LARGE_BYTES = 131_072
