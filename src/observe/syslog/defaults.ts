/** Structured data parameters kept of one message; no program writes more. */
export const MAX_STRUCTURED_FIELDS = 256

/** Characters of a message that are looked at for names in it (user, address): they come first. */
export const LOOKED_AT_CHARACTERS = 2_048

/** Longest Sysmon XML that is read, in characters. */
export const MAX_SYSMON_CHARACTERS = 262_144
