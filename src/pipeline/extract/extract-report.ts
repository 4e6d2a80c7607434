import * as z from 'zod'
import { PSEUDONYM_KINDS } from './pseudonyms.ts'

const count = z.int().min(0)

/** `report.json` of an extract, and `noroshi extract --json`. */
export const extractReportSchema = z.strictObject({
  made: z.string().describe('ISO 8601 UTC'),
  organisation: z.string(),
  person: z.string().describe('who made it'),
  basis: z.string().describe('why it may be given away, as they said'),
  recipient: z.string(),
  query: z.string(),
  position: count.describe('of the ledger: the same query at this position finds the same'),
  keyFingerprint: z.string().regex(/^[0-9a-f]{16}$/).describe('extracts with the same have the same pseudonyms'),
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/).describe('of the file'),
  events: count,
  datasets: z.record(z.string(), count).describe('events written'),
  refused: z.record(z.string(), count).describe('events left out, because the catalogue does not say that extracts of their dataset may be made'),
  replaced: z.record(z.enum(PSEUDONYM_KINDS), count).describe('how often what was replaced'),
  names: count.describe('of users and hosts that were looked for everywhere'),
  ownDomains: z.array(z.string()).describe('from the register; other domains stay'),
  dropped: z.array(z.string()).describe('fields that were left out'),
  fields: z.record(z.string(), count).describe('names of the fields that were written, and in how many events'),
  residual: count.describe('names, mail and hardware addresses found when the finished file was read again; 0, or nothing is given away'),
}).meta({ title: 'Report of an extract', description: '`noroshi extract --json`, and `report.json` beside the extract' })

export type ExtractReport = z.infer<typeof extractReportSchema>
