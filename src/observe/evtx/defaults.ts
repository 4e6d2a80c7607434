/** Elements inside elements, fragments in values, templates in templates: real events stay below ten. */
export const MAX_DEPTH = 64

/**
 * What one record may cost to build, in characters of its text plus 16 for each element: a record has at most 64 KiB of values, but may
 * name a large template many times over. A record that fills a chunk costs about 250,000.
 */
export const MAX_RECORD_COST = 1_000_000

/** The same for all records of a 64 KiB chunk, so that no file takes longer than its size allows. Real chunks stay below 500,000. */
export const MAX_CHUNK_COST = 4_000_000

/** Errors reported per 64 KiB chunk. */
export const MAX_CHUNK_ERRORS = 100

/** Templates kept from chunk to chunk; the busiest logs use some hundreds. */
export const MAX_POOLED_TEMPLATES = 2_000

/** Names and texts of a template that is kept; real ones have about 2,000. */
export const MAX_POOLED_CHARACTERS = 16_384

/** Forms of one template's definition that are kept: which names stand in it depends on what the chunk defined before. */
export const MAX_DEFINITION_VARIANTS = 8

/** Bytes of definitions that are kept to compare others with; those of a busy log have about one million. */
export const MAX_KNOWN_DEFINITION_BYTES = 8 * 1024 * 1024

/** Sequences of field names that are remembered, each prefix counted: a Windows has some thousands, made evidence any number. */
export const REMEMBERED_LAYOUTS = 32_768
