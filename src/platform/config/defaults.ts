/** Bytes of a noroshi.yaml: a thousand times what a person writes; beyond it the file is something else. */
export const MAX_CONFIGURATION_BYTES = 4_194_304

/** Problems shown at once; a file with more is wrong as a whole. */
export const SHOWN_PROBLEMS = 20
