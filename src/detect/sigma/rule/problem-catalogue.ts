export type ProblemSeverity = 'error' | 'warning'

/** Every problem a rule can have: E keeps the rule from being loaded, W does not. Codes are never given a second meaning. */
export const PROBLEMS = {
  'SIGMA-E001': problem('the file cannot be read: {reason}', 'check that it exists and that you may read it'),
  'SIGMA-E002': problem('not valid YAML: {reason}', 'correct the YAML at this place'),
  'SIGMA-E003': problem('beyond a limit: {reason}', 'split the file or make it simpler'),
  'SIGMA-E004': problem('not a Sigma rule: {reason}', 'a rule is a map with title, logsource and detection'),
  'SIGMA-E005': problem('the rule key {key} is already that of {other}; this rule is not loaded', 'give each rule an id of its own'),
  'SIGMA-E006': problem('the title is missing', 'add a line "title: ..."'),
  'SIGMA-E007': problem('the logsource {reason}', 'name at least one of product, category and service, as text'),
  'SIGMA-E008': problem('the detection is missing or not a map', 'add "detection:" with search identifiers and a condition'),
  'SIGMA-E009': problem('unknown action "{action}"', 'use global, reset or repeat, or make each rule a document of its own'),
  'SIGMA-E012': problem('field {field}: unknown modifier "{modifier}"', '{suggestion}'),
  'SIGMA-E013': problem('field {field}: {reason}', 'leave out one of the two modifiers'),
  'SIGMA-E014': problem('field {field}: {reason}', 'put the modifiers into an order that has a meaning'),
  'SIGMA-E015': problem('field {field}: {modifier} needs {needed}, not {value}', 'change the value or the modifier'),
  'SIGMA-E016': problem('field {field}: null stands in a list of values',
    'make null a search identifier of its own and join the two in the condition'),
  'SIGMA-E017': problem('{place} is empty', 'give it at least one value, or remove it'),
  'SIGMA-E018': problem('field {field}: the regular expression {value} cannot be used: {reason}',
    'use only what the specification lists: no look-around, no back-references, no atomic groups'),
  'SIGMA-E019': problem('field {field}: {value} is not a network', 'write it as 10.0.0.0/8 or 2001:db8::/32'),
  'SIGMA-E020': problem('field {field}: the placeholder %{placeholder}% is not configured',
    'configure values for it, or leave the rule out'),
  'SIGMA-E021': problem('field {field}: {value} becomes more than {limit} patterns',
    'use fewer placeholders, values or dashes in one value'),
  'SIGMA-E022': problem('field {field}: {value} has a wildcard, which cannot be encoded',
    'escape it with a backslash, or put the encoding before contains'),
  'SIGMA-E023': problem('a list of keywords cannot have the modifier {modifier}',
    'name a field, or use all, cased, re, contains, startswith or endswith'),
  'SIGMA-E024': problem('{place} is {found}', 'use a value, a list of values, a map, or a list of maps'),
  'SIGMA-E030': problem('the condition is missing', 'add "condition:" to the detection'),
  'SIGMA-E031': problem('the condition "{condition}": {reason}', 'use identifiers, and, or, not, parentheses, "1 of" and "all of"'),
  'SIGMA-E032': problem('the condition names "{identifier}", which is not defined', '{suggestion}'),
  'SIGMA-E033': problem('the condition\'s "{pattern}" meets no search identifier',
    'correct the pattern; identifiers that begin with _ are left out'),
  'SIGMA-E034': problem('the condition uses an aggregation ("|"), which Sigma has removed', 'write a correlation rule instead'),
  'SIGMA-E035': problem('the filter {reason}', 'give it "rules" (any, or a list of ids or names), a selection and a condition'),
  'SIGMA-E036': problem('the correlation {reason}', 'docs/sigma.md shows what each type needs'),
  'SIGMA-E037': problem('the correlation cannot be loaded: {reason}', 'load the rules it is about beside it, each with an id or name of its own'),
  'SIGMA-W101': problem('unknown level "{level}", taken as medium', 'use informational, low, medium, high or critical'),
  'SIGMA-W102': problem('field {field}: "all" with a single value changes nothing', 'remove it'),
  'SIGMA-W103': problem('the condition never uses "{identifier}"', 'use it or remove it'),
  'SIGMA-W104': problem('the id "{id}" is not a UUID', 'generate a random one'),
  'SIGMA-W105': problem('"timeframe" has no effect on a rule about single events', 'remove it, or write a correlation rule'),
  'SIGMA-W106': problem('the status says "unsupported"; the rule is loaded all the same',
    'leave the rule out if it does not do what it should'),
  'SIGMA-W107': problem('the filter names {rules}, which {are} not loaded', 'load the rules it is for beside it, or correct the names'),
  'SIGMA-W108': problem('the filter is added to no rule: {reason}', 'compare its logsource with that of the rules it is for'),
} as const satisfies Record<string, ReturnType<typeof problem>>

export type ProblemCode = keyof typeof PROBLEMS

function problem(message: string, mend: string) {
  return { message, mend }
}
