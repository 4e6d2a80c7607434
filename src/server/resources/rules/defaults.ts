/** Parts of the time of all matches that a rule's row shows the spread over: a row is some 100 pixels wide. */
export const SPREAD_PARTS = 24

/** Findings of a rule that its page lists, the newest. */
export const RULE_FINDINGS = 20

/** Matches of a rule that a filter is tried on, the newest: their events are read and judged in some tenths of a second. */
export const TRIED_EVENTS = 5_000

/** Findings people judged to be attacks whose events a filter must leave, the newest. */
export const KEPT_FINDINGS = 200

/** Findings that a filter would silence, as the answer lists them; how many there are is told. */
export const SILENCED_LISTED = 50

/** Problems of rule files that an answer lists; how many there are is told. */
export const PROBLEMS_LISTED = 500

/** Characters of a filter that is sent. */
export const FILTER_LENGTH = 20_000

/** Titles of rules listed of each kind of change. */
export const CHANGES_LISTED = 200

/** Bytes of an archive of rules: that of all public rules has 4 MB. */
export const RULE_UPLOAD_BYTES = 64 * 1_048_576

/** Uploads of rules that wait for a person's yes, at a time. */
export const WAITING_UPLOADS = 8

/** Milliseconds after which an upload of rules that nobody said yes to is dropped. */
export const UPLOAD_WAITS_MS = 3_600_000

/** Milliseconds between looks for filters whose time is over. */
export const FILTERS_END_MS = 30_000

/** The rule set that filters made from findings are kept in. */
export const LOCAL_SET = 'local'

/** Bytes of one file of rules: what the loader takes. */
export const RULE_FILE_BYTES = 524_288

/** Retro-hunts that one person may run at a time: each takes a core and reads everything. */
export const RETRO_HUNTS_AT_ONCE = 2

/** Milliseconds for which what a retro-hunt found is kept, and how many are. */
export const RETRO_HUNT_KEPT_MS = 3_600_000
export const RETRO_HUNTS_KEPT = 50

/** Rules that a retro-hunt runs. */
export const RETRO_RULES = 5_000

/** Rules that the answer about a retro-hunt lists, those with most matches; with the fields of their first matches only where so few were run. */
export const RETRO_RULES_LISTED = 200
export const RETRO_RULES_WITH_FIELDS = 20

/** Rules that can never fire, as an answer lists them; how many there are is told. */
export const NEVER_FIRING_LISTED = 5_000

/** Milliseconds that somebody who changed rules waits to hear that they are used: workers are replaced in one, evidence is read for hours. */
export const RENEWAL_SHOWN_MS = 3_000
