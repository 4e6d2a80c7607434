const KIBIBYTE = 1_024
const MEBIBYTE = 1_024 * KIBIBYTE
const GIBIBYTE = 1_024 * MEBIBYTE

/** Bytes per block of reading: large enough that a call costs nothing, small enough that hundreds of members may be open. */
export const BLOCK_BYTES = MEBIBYTE

/**
 * Compressed bytes given to a decompressor at a time. What comes out of them is held in memory: deflate makes at most 1,032 bytes of
 * one, so about 33 MB. They are also what a damaged place may take with it.
 */
export const PIECE_BYTES = 32 * KIBIBYTE

/** Bytes per buffer that a decompressor fills. */
export const OUTPUT_BYTES = 64 * KIBIBYTE

/** How far unpacking goes before content counts as an attack on the reader instead of evidence. */
export interface UnpackLimits {
  /** Decompressed bytes of one member: beyond the largest logs people archive whole. */
  readonly memberBytes: number
  /** Decompressed bytes per compressed byte: logs reach 10 to 50, the most repetitive about 100, bombs a thousand and more. */
  readonly ratio: number
  /** Decompressed bytes below which the ratio is not looked at: small and harmless. */
  readonly ratioFreeBytes: number
  /** Containers within one another: `a.zip!/b.zip!/c.gz` is three. */
  readonly depth: number
  /** Entries of one ZIP archive. */
  readonly zipEntries: number
  /** Bytes of a ZIP archive's directory, which is read whole: 100,000 entries with long names. */
  readonly zipDirectoryBytes: number
  /** Decompressed bytes that all archives within one file may declare below which {@link ratio} is not looked at. */
  readonly archiveFreeBytes: number
  /** Bytes on disk for archives within archives, of one run. */
  readonly spoolBytes: number
  /** Members of one gzip or frames of one zstd file: block-wise gzip of 64 GiB has a million; each costs a decompressor. */
  readonly frames: number
}

export const UNPACK_LIMITS: UnpackLimits = {
  memberBytes: 64 * GIBIBYTE,
  ratio: 200,
  ratioFreeBytes: 100 * MEBIBYTE,
  depth: 4,
  zipEntries: 100_000,
  zipDirectoryBytes: 64 * MEBIBYTE,
  archiveFreeBytes: GIBIBYTE,
  spoolBytes: 16 * GIBIBYTE,
  frames: 1_000_000,
}

/** Tried in this order on protected archive entries; `infected` is what the trade puts on samples. */
export const ARCHIVE_PASSWORDS: readonly string[] = ['infected']

/** Bytes looked at to tell a container by its content: of a mail several fields, of a segment its first line. */
export const MAGIC_BYTES = 4_096

/** ZIP directories kept parsed in a process, for the entries that the library has to read; each may hold 100,000 entries. */
export const CACHED_ZIP_DIRECTORIES = 2

/** Bytes beyond ASCII that the guess of an encoding rests on: enough to be sure, bounded for any size. */
export const ENCODING_SAMPLE_BYTES = MEBIBYTE

/** Age of a killed process's temporary files from which they are removed: a day, longer than any run. */
export const FORGOTTEN_AFTER_MS = 86_400_000

/** Errors kept of one member; more of the same says nothing new. */
export const MEMBER_ERRORS = 100
