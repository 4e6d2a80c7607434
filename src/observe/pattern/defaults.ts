/** Characters of a line or message that patterns look at; what is beyond stays in the record. Firewalls' longest messages are 64 KiB. */
export const MATCHED_CHARACTERS = 262_144

/** Fields that one structured rest (pairs, CEF, LEEF) may give; no product writes more. */
export const MAX_PAIRS = 512

/** Programs whose forms are remembered; names come from the evidence, which may invent them. */
export const REMEMBERED_PROGRAMS = 2_048
