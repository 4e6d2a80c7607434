/** What an explanation, a rule's page or a draft shows; beyond it they say how much more there is. */

/** Values of one item that are listed: people read dozens. The longest lists of public rules have thousands. */
export const LISTED_VALUES = 60

/** Characters of an event's text around the place of a pattern: a command line of some lines. */
export const EXCERPT_LENGTH = 600

/** Characters of what an event has under a field. */
export const SEEN_LENGTH = 600

/** Characters of a rule's file that its page shows: nearly all have less than 5,000. */
export const SOURCE_LENGTH = 100_000

/** Characters of a value that a drafted filter repeats: longer ones hardly come twice. */
export const DRAFT_VALUE_LENGTH = 400

/** Values of one field that a drafted filter lists. */
export const DRAFT_VALUES = 8

/** Fields that a drafted filter asks for: with fewer it silences too much, with more it never holds again. */
export const DRAFT_FIELDS = 4

/** Events that a draft is made from; the rest of a finding is like its first hundred. */
export const DRAFT_EVENTS = 500

/** Fields that say what was run or asked for: a filter without them excludes whatever else the same program does. */
export const DETAIL_FIELDS = [
  'CommandLine', 'ParentCommandLine', 'ScriptBlockText', 'ServiceFileName', 'ImagePath', 'TargetObject', 'Details', 'TaskName', 'c-uri', 'cs-uri-query', 'requestParameters', 'query',
] as const
