import * as z from 'zod'
import { ENTITY_TYPES } from './entity.ts'
import { parseTextPattern } from './text-pattern.ts'
import { HOLDING_ACTS, HOLDING_KINDS } from './holding.ts'

/**
 * What the program knows about a source, as data: `mappings/<source>.yml`. It says how a JSON record of the source is recognised,
 * which dataset it belongs to, which Sigma logsource that is, what its fields are called in rules, and which of them name entities.
 * docs/mappings.md explains each key.
 */

const value = z.union([z.string(), z.number(), z.boolean()])

/** Field → accepted values (case-insensitive; `*` at either end is a wildcard). All fields must hold; of a list of these, one. */
const fieldValues = z.record(z.string(), z.union([value, z.array(value)]))
const condition = z.union([fieldValues, z.array(fieldValues)])

const names = z.union([z.string().transform(name => [name]), z.array(z.string())])

const logsource = z.strictObject({
  product: z.string().optional(),
  category: z.string().optional(),
  service: z.string().optional(),
})

/** A dataset may be several services at once: what sshd writes to auth.log is `sshd` and `auth`. */
const datasetLogsource = z.strictObject({
  product: z.string().optional(),
  category: z.string().optional(),
  /** In a template dataset it may be the dataset name's `{field}`. */
  service: names.default([]),
})

const timeField = z.strictObject({
  field: z.string(),
  /** Another field whose text follows, as a clock follows a date. */
  and: z.string().optional(),
  /** `iso` also reads a blank for the `T`; a text without zone is in the source's configured zone, else UTC, flagged. */
  format: z.enum(['iso', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'clf', 'rfc3164', 'filetime', 'any']).default('iso'),
  /** The source writes this field in UTC without saying so. */
  zone: z.literal('utc').optional(),
})

const entityFields = z.partialRecord(z.enum(ENTITY_TYPES), names)

/** A time that a holding names; without a zone it is UTC. */
const holdingTime = z.strictObject({ field: z.string(), format: z.enum(['iso', 'epoch-s', 'epoch-ms']).default('iso') })

/** What an event says of who had an address: `who` and the register learn from it (docs/register.md). Each part is a field, or several to be tried in order. */
const holdingSchema = z.strictObject({
  kind: z.enum(HOLDING_KINDS),
  act: z.enum(HOLDING_ACTS).default('begin'),
  /** Events of the dataset that say so; without it, all. */
  when: condition.optional(),
  /** Of a translation, the inner one. */
  address: names.default([]),
  mac: names.default([]),
  user: names.default([]),
  host: names.default([]),
  /** Switch, access point, port, gateway: where it is. */
  place: names.default([]),
  /** What joins a begin and its end, or several events about one session. */
  session: names.default([]),
  /** Instead of the event's time. */
  from: holdingTime.optional(),
  until: holdingTime.optional(),
  /** Seconds: of a begin, how long it holds from then; of an end, how long it had held. */
  duration: names.default([]),
  /** Of a translation: the inner port, and what both are seen as from outside; without a port, all ports. */
  port: names.default([]),
  translatedAddress: names.default([]),
  translatedPort: names.default([]),
  /** The last of a block of ports. */
  translatedPortEnd: names.default([]),
})

const categorySchema = z.strictObject({
  category: z.string(),
  /** Events of the dataset the category holds for; without it, all. */
  when: condition.optional(),
  /** Names that rules of this category use → fields of this dataset, tried in order. */
  fields: z.record(z.string(), names).default({}),
})

const datasetSchema = z.strictObject({
  title: z.string().optional(),
  /** A record of this source belongs to the first dataset whose condition holds. */
  when: condition.optional(),
  logsource: datasetLogsource.default({ service: [] }),
  categories: z.array(categorySchema).default([]),
  /** Names that rules use → fields of this dataset, tried in order after the name as written. */
  fields: z.record(z.string(), names).default({}),
  /** Whom a match is about: the first of these fields that is present. */
  subject: z.array(z.strictObject({ type: z.enum(ENTITY_TYPES), field: z.string() })).optional(),
  entities: entityFields.default({}),
  /** What its events say of who had which address. */
  holdings: z.array(holdingSchema).default([]),
})

const recognitionSchema = z.strictObject({
  /** Field paths that must be present. */
  has: z.array(z.string()).min(1),
  when: condition.optional(),
  /** Paths of objects whose members are lifted to the top level; `*` stands for any one name. */
  lift: z.array(z.string()).default([]),
  /** New name → path it is copied from. */
  rename: z.record(z.string(), z.string()).default({}),
  /**
   * A conversion in code that a shape needs beyond lifting: `windows-event` is evtx_dump's nested form, `access-request` takes apart the
   * request line (`cs-request`) and the target (`cs-uri`) of a web access, `program-message` reads `message` as what `program` writes
   * into syslog, `log-line` reads it as a line of a log that has a decoder of its own.
   */
  convert: z.enum(['windows-event', 'access-request', 'program-message', 'log-line']).optional(),
})

const textPattern = z.string().superRefine((pattern, context) => {
  const parsed = parseTextPattern(pattern)
  if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: `the pattern ${parsed}` })
})

/** How a line or a message reads (see `text-pattern.ts`), and what is known of one that reads so. */
const textForm = z.union([
  textPattern.transform(pattern => ({ pattern })),
  z.strictObject({
    pattern: textPattern,
    /** Fields that such a text has besides. */
    set: z.record(z.string(), value).optional(),
    /** Names for the pattern's `{:columns}`, in order; an empty one is passed over. */
    columns: z.array(z.string()).optional(),
    delimiter: z.string().length(1).optional(),
  }),
])

const messageForms = z.strictObject({
  /** Syslog tags, in any case; `*` at either end is a wildcard. Without them: messages of any program, and of none. */
  programs: z.array(z.string()).optional(),
  /** The first that fits counts. */
  patterns: z.array(textForm).min(1),
})

export const sourceMappingSchema = z.strictObject({
  source: z.string(),
  title: z.string(),
  /** Sources are asked by falling priority; 0 is usual. */
  priority: z.number().default(0),
  /** How a JSON record of this source looks; any one suffices. Absent when a decoder of its own names the dataset. */
  recognise: z.array(recognitionSchema).default([]),
  /** What this source writes into syslog, the journal or a container's log. */
  messages: z.array(messageForms).optional(),
  /** How a line of its own text files reads; the first that fits counts. */
  lines: z.array(textForm).optional(),
  time: z.array(timeField).default([]),
  /** Used where a dataset of this source is silent. */
  subject: datasetSchema.shape.subject,
  entities: entityFields.default({}),
  fields: z.record(z.string(), names).default({}),
  /** Dataset name → what is known of it. A name may hold one `{field}`, replaced by that field's value in lower case. */
  datasets: z.record(z.string(), datasetSchema),
})

export type SourceMapping = z.infer<typeof sourceMappingSchema>
export type SourceMappingInput = z.input<typeof sourceMappingSchema>
export type MessageForms = z.infer<typeof messageForms>
export type TextForm = z.infer<typeof textForm>
export type DatasetMapping = z.infer<typeof datasetSchema>
export type HoldingMapping = z.infer<typeof holdingSchema>
export type Recognition = z.infer<typeof recognitionSchema>
export type Condition = z.infer<typeof condition>
export type Logsource = z.infer<typeof logsource>
