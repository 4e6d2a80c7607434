import type { PoolClient } from 'pg'
import { z } from 'zod'
import { ENTITY_TYPES } from '../../model/entity.ts'
import type { Finding } from '../../model/finding.ts'
import type { FindingPart, PartEvent } from '../../model/finding-part.ts'
import { findingOf, mergeParts } from '../../model/finding-part.ts'
import { SEVERITIES } from '../../model/severity.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { PARTS_READ, PARTS_WRITTEN } from './defaults.ts'
import type { Ledger } from './ledger.ts'

export async function insertParts(client: PoolClient, organisation: string, parts: readonly { readonly load: number; readonly part: FindingPart }[]): Promise<void> {
  for (let from = 0; from < parts.length; from += PARTS_WRITTEN) {
    const some = parts.slice(from, from + PARTS_WRITTEN)
    await client.query(`
      insert into finding_part (organisation, load, finding, detector, rule, subject, first, last, count, events)
      select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::json[], $6::json[], $7::bigint[], $8::bigint[], $9::bigint[], $10::json[])`,
    [
      organisation, some.map(({ load }) => load), some.map(({ part }) => part.id), some.map(({ part }) => part.detector),
      some.map(({ part }) => JSON.stringify(part.rule)), some.map(({ part }) => JSON.stringify(part.subject)), some.map(({ part }) => part.first),
      some.map(({ part }) => part.last), some.map(({ part }) => part.count), some.map(({ part }) => JSON.stringify(part.events)),
    ])
  }
}

/** The findings as they are seen at a position. */
export interface SummedFindings {
  readonly position: number
  /** By id. */
  readonly findings: readonly Finding[]
}

/** Every finding as the sum of its live parts, all as of one moment. */
export async function sumFindings(ledger: Ledger): Promise<SummedFindings> {
  return inTransaction(ledger.pool, async client => {
    await client.query('set transaction isolation level repeatable read, read only')
    const { position } = parseRow(z.object({ position: z.number() }), await client.query('select position from load_position'))!
    await client.query(`
      declare part no scroll cursor for
      select finding as id, detector, rule, subject, first, last, count, events from finding_part join load using (load)
      where finding_part.organisation = $1 and load.state = 'live' order by finding collate "C", load desc`, [ledger.organisation])
    const findings: Finding[] = []
    let sum: FindingPart | null = null
    for (;;) {
      const parts = parseRows(partRow, await client.query(`fetch ${PARTS_READ} from part`))
      for (const part of parts) {
        if (sum?.id === part.id) {
          sum = mergeParts(sum, part)
          continue
        }
        if (sum !== null) findings.push(findingOf(sum))
        sum = part
      }
      if (parts.length < PARTS_READ) break
    }
    if (sum !== null) findings.push(findingOf(sum))
    return { position, findings }
  })
}

export const factSchema = z.object({
  fact: z.string(),
  numbers: z.record(z.string(), z.number()),
  terms: z.record(z.string(), z.string()),
  eventIds: z.array(z.string()),
  query: z.string(),
  asOf: z.number(),
})

export const entitySchema = z.object({ type: z.enum(ENTITY_TYPES), value: z.string() })

const eventSchema: z.ZodType<PartEvent> = z.object({
  id: z.string(),
  time: z.number().nullable(),
  evidence: z.string(),
  record: z.number(),
  offset: z.number(),
  ordinal: z.number(),
  entities: z.array(entitySchema),
  facts: z.array(factSchema).exactOptional(),
})

export const partRow: z.ZodType<FindingPart> = z.object({
  id: z.string(),
  detector: z.string(),
  rule: z.object({
    id: z.string(),
    title: z.string(),
    titleJa: z.string().exactOptional(),
    level: z.enum(SEVERITIES),
    techniques: z.array(z.string()),
    tactics: z.array(z.string()),
    falsePositives: z.array(z.string()),
    status: z.string(),
  }),
  subject: entitySchema,
  first: z.number().nullable(),
  last: z.number().nullable(),
  count: z.number(),
  events: z.array(eventSchema),
})
