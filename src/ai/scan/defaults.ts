/** Bytes of a file that is looked at; larger ones are told and left. */
export const MOST_FILE_BYTES = 4 * 2 ** 20

/** Bytes of one in YAML: its parser takes some 10 µs a byte of what an attacker writes. */
export const MOST_YAML_BYTES = 2 ** 18

/** Bytes of all files of a run, so that a folder takes minutes at most. */
export const MOST_BYTES = 64 * 2 ** 20

/** Files that are looked at. */
export const MOST_FILES = 10_000

/** Names below folders that are passed on the way to them. */
export const MOST_NAMES = 500_000

/** Levels of folders that are looked into, and of values of a configuration. */
export const MOST_DEPTH = 32

/** Places at which links may be repeated by aliases of YAML. */
export const MOST_YAML_ALIASES = 100

/** Brackets that are open at once in YAML. */
export const MOST_YAML_BRACKETS = 200

/** Values of one configuration that are looked at. */
export const MOST_VALUES = 100_000

/** Characters of the commands of one configuration that are judged: some 40 µs each of what an attacker writes. */
export const MOST_COMMAND_CHARACTERS = 100_000

/** What judging costs beside that of a character of a command: of any text at all, and of a character of a text that a model is told. */
export const COST_OF_A_TEXT = 100
export const COST_OF_A_WORD = 0.05

/** Expressions of commands of one setting that are tried: some milliseconds each. */
export const MOST_EXPRESSIONS = 200

/** Findings of one file. */
export const MOST_FINDINGS = 200

/** Characters of a script that are looked at, and of one of its lines. */
export const MOST_SCRIPT_CHARACTERS = 262_144
export const LONGEST_SCRIPT_LINE = 4_000

/** Words of a server's command: no person writes more. */
export const MOST_WORDS = 1_000
