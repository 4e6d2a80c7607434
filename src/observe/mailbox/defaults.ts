/** Milliseconds that a mail server may be silent while something is asked of it. */
export const ANSWER_MS = 60_000

/** Milliseconds within which it must have opened the mailbox for the first time: `noroshi up` waits for it. */
export const FIRST_ANSWER_MS = 10_000

/** Milliseconds that one look for mail, or one mail, may take. */
export const COMMAND_MS = 600_000

/** Bytes of one line that a mail server may send. */
export const LINE_BYTES = 64 * 1024

/** Lines that it may answer to one command: one for each mail of a large mailbox. */
export const ANSWER_LINES = 200_000

/** Lists within one another, in what it answers. */
export const ANSWER_DEPTH = 32

/** Mails that are looked at together; the next look sees the others. */
export const MAILS_A_LOOK = 1_000

/** Milliseconds after which IDLE is asked for anew: servers end it after 30 minutes (RFC 2177), firewalls after fewer. */
export const IDLE_MS = 240_000

/** Milliseconds before a server that was lost is tried again, at first and at most. */
export const RECONNECT_MS = 5_000
export const MOST_RECONNECT_MS = 300_000

/** Milliseconds before a password that was refused is shown again: accounts are locked after a few. */
export const REFUSED_MS = 900_000
