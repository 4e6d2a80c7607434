/** Limits of what a rule file may ask of us. Real rules stay far below; beyond them a file is an attack or a mistake. */

/** Characters of one rule file; SigmaHQ's largest has 295,000. The YAML parser's time grows faster than this for some texts. */
export const MAX_RULE_FILE_LENGTH = 524_288

/** Nested lists and maps in a rule file; the specification's deepest structure needs five. */
export const MAX_YAML_DEPTH = 32

/** Places at which one YAML anchor may be repeated (the bomb called "billion laughs"). */
export const MAX_YAML_ALIASES = 100

/** Parentheses and `not` within one another in a condition. */
export const MAX_CONDITION_DEPTH = 64

/** Characters of a condition; the time to resolve it is at most their number times that of the search identifiers. */
export const MAX_CONDITION_LENGTH = 8_192

/** Patterns that the values of one item may become through placeholders. */
export const MAX_EXPANSIONS = 10_000

/** Patterns that one value may become through dashes before an encoding: four dashes of five kinds. */
export const MAX_DASH_PERMUTATIONS = 625

/** Lists within lists, and objects within objects, that are followed in an event's value. */
export const MAX_VALUE_DEPTH = 64

/** Facts that a match states. */
export const MAX_FACTS = 3

/** Characters of a value or pattern quoted in a fact. */
export const MAX_QUOTED_LENGTH = 300

/** Distinct values of a field whose answers are remembered; with 12,000 items in SigmaHQ's rules at most about 6 MB in all. */
export const MAX_REMEMBERED_VALUES = 512

/** Characters of a text that is still remembered: longer ones hardly come twice. */
export const MAX_REMEMBERED_LENGTH = 1_024

/** Correlations of which each is about the next. */
export const MAX_CORRELATION_CHAIN = 64

/** Milliseconds that rules are read at a stretch where others wait for their turn. */
export const LOAD_TURN_MS = 20

/** Events that all windows of a rule set remember, about 50 bytes each; beyond it the groups that were quiet longest are forgotten, and counted. */
export const MAX_WINDOW_ENTRIES = 4_000_000

/** Characters of a value that correlations group by or count; what is longer is told apart by its hash. */
export const MAX_SIGNAL_LENGTH = 256
