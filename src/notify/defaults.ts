/** Thresholds of messages, with their units and reasons. */

/** Milliseconds between looks for what is to be told: cases are folded at most once a minute, and people read by the minute. */
export const LOOK_MS = 2_000

/** Milliseconds between looks for what nobody has acknowledged: reminders are set in minutes. */
export const REMIND_LOOK_MS = 15_000

/** Points of priority by which a case must have risen to be told again: less is the ordinary growth of a case. */
export const RAISED_BY = 15

/** Messages in one digest: more is not read; the rest goes in the next one. */
export const DIGEST_MESSAGES = 100

/** Deliveries under way at once: a mail server counts connections. */
export const SENT_AT_ONCE = 4

/**
 * Pauses between tries, milliseconds: RFC 5321 §4.5.4.1 wants at least 30 minutes between tries of a mail server's queue; ours ends at our own
 * relay, whose short absence (a restart) is the usual case, so it begins shorter.
 */
export const RETRY = { firstMs: 15_000, mostMs: 1_800_000, forMs: 4 * 86_400_000 } as const

/** Milliseconds for one try, of whatever channel. */
export const TRY_MS = 60_000

/** Milliseconds after which nobody is reminded any more of what was told. */
export const REMIND_FOR_MS = 30 * 86_400_000

/** Milliseconds after which a try is taken over whoever began it: far above what one may last, for hosts that are gone for good. */
export const CLAIM_MS = 3_600_000
