/** Compression methods of ZIP entries that can be read, by their number (APPNOTE 4.4.5). */
export type ZipMethod = 'stored' | 'deflate' | 'deflate64' | 'zstd'

const METHODS: Readonly<Record<number, ZipMethod>> = { 0: 'stored', 8: 'deflate', 9: 'deflate64', 93: 'zstd' }

/** Why an entry is not read. */
export function unsupportedMethod(entry: { readonly compressionMethod: number }): string {
  return `ZIP compression method ${entry.compressionMethod} is not supported`
}

/** Undefined for a method that is not supported. */
export function zipMethod(method: number): ZipMethod | undefined {
  return METHODS[method]
}
