/** Compression methods of ZIP entries that can be read, by their number (APPNOTE 4.4.5). */
export type ZipMethod = 'stored' | 'deflate' | 'deflate64' | 'zstd'

const METHODS: Readonly<Record<number, ZipMethod>> = { 0: 'stored', 8: 'deflate', 9: 'deflate64', 93: 'zstd' }

/** Undefined for a method that is not supported. */
export function zipMethod(method: number): ZipMethod | undefined {
  return METHODS[method]
}
