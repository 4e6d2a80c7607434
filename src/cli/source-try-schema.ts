import * as z from 'zod'
import { ENTITY_TYPES } from '../model/entity.ts'
import { HOLDING_ACTS, HOLDING_KINDS } from '../model/holding.ts'

const count = z.int().min(0)
const time = z.string().nullable().describe('ISO 8601 UTC with microseconds')
const entity = z.strictObject({ type: z.enum(ENTITY_TYPES), value: z.string() })

const holding = z.strictObject({
  kind: z.enum(HOLDING_KINDS),
  act: z.enum(HOLDING_ACTS),
  address: z.string(),
  mac: z.string(),
  user: z.string(),
  host: z.string(),
  place: z.string(),
  from: z.string(),
  until: time,
  translatedAddress: z.string().nullable(),
  translatedPorts: z.array(z.int()).nullable().describe('first and last; null for all'),
})

const record = z.strictObject({
  record: count.describe('0-based index in the file; of text, the line'),
  dataset: z.string(),
  time,
  zoneAssumed: z.boolean(),
  yearAssumed: z.boolean(),
  subject: entity,
  entities: z.array(entity),
  logsource: z.strictObject({ product: z.string().nullable(), services: z.array(z.string()), categories: z.array(z.string()), open: z.boolean() }),
  holdings: z.array(holding),
  fields: z.record(z.string(), z.unknown()),
})

/** What `noroshi source try --json` prints of each file. */
export const sourceTrySchema = z.strictObject({
  path: z.string(),
  sha256: z.string(),
  bytes: count,
  encoding: z.string().nullable(),
  decoder: z.string().nullable(),
  events: count,
  cut: z.boolean().describe('more records follow than were read'),
  datasets: z.array(z.strictObject({ dataset: z.string(), source: z.string(), events: count })),
  times: z.strictObject({ first: time, last: time, without: count, zoneAssumed: count, yearAssumed: count }),
  records: z.array(record),
  errors: z.strictObject({ total: count, samples: z.array(z.strictObject({ offset: count, reason: z.string(), sample: z.string() })) }),
  advice: z.strictObject({
    kind: z.enum(['fits', 'unknown', 'generic', 'programs']),
    mapping: z.string().describe('a mapping to begin with, in YAML'),
    programs: z.array(z.string()),
  }),
}).meta({ title: 'What a file would yield', description: 'one line of `noroshi source try --json`' })
