/** Bytes of a sample that is tried while somebody waits: some ten thousand lines, read within a second. */
export const SAMPLE_BYTES = 2 * 1024 * 1024

/** Bytes that a packed sample may be when unpacked. */
export const SAMPLE_UNPACKED_BYTES = 8 * 1024 * 1024

/** Files of an archive that are told of. */
export const SAMPLE_FILES = 20
