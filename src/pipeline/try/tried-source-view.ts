import * as z from 'zod'
import { ENTITY_TYPES } from '../../model/entity.ts'
import { HOLDING_ACTS, HOLDING_KINDS } from '../../model/holding.ts'
import { formatTime } from '../../model/time.ts'
import type { TriedSource } from './tried-source.ts'

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

/** As it is printed and answered. */
export function triedSourceView(tried: TriedSource): z.infer<typeof sourceTrySchema> {
  const { isCut, samples, times, ...rest } = tried
  return {
    ...rest,
    datasets: [...rest.datasets],
    errors: { total: rest.errors.total, samples: [...rest.errors.samples] },
    advice: { ...rest.advice, programs: [...rest.advice.programs] },
    cut: isCut,
    times: { ...times, first: formatTime(times.first), last: formatTime(times.last) },
    records: samples.map(({ time: at, isZoneAssumed, isYearAssumed, logsource: { isOpen, ...logsource }, holdings, ...sample }) => ({
      ...sample,
      entities: [...sample.entities],
      fields: { ...sample.fields },
      time: formatTime(at),
      zoneAssumed: isZoneAssumed,
      yearAssumed: isYearAssumed,
      logsource: { product: logsource.product, services: [...logsource.services], categories: [...logsource.categories], open: isOpen },
      holdings: holdings.map(({ kind, act, address, mac, user, host, place, from, until, translation }) => ({
        kind, act, address, mac, user, host, place, from: formatTime(from), until: formatTime(until),
        translatedAddress: translation?.address ?? null,
        translatedPorts: translation === null || translation.ports === null ? null : [...translation.ports],
      })),
    })),
  }
}
