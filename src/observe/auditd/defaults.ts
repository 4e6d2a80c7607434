/**
 * Lines after an event's latest record in which another of its records may still come. The kernel numbers events per boot and several
 * processors write at once, so records of neighbouring events mix; a hundred lines is more than was ever seen.
 */
export const JOIN_WINDOW_LINES = 512

/** Events that are open at once, so that a flood of records with serials of their own holds bounded memory. */
export const MAX_OPEN_EVENTS = 512

/** Records joined to one event, and characters of them: an execve with all its arguments may have hundreds. */
export const MAX_EVENT_RECORDS = 1_024
export const MAX_EVENT_CHARACTERS = 4 * 1024 * 1024

/** Fields of one record; no record type has more than thirty, an execve apart. */
export const MAX_RECORD_FIELDS = 4_096

/** Different values kept of one field of an event; a record of every path of an execve stays far below. */
export const MAX_FIELD_VALUES = 256
