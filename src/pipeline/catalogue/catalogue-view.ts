import * as z from 'zod'
import type { CatalogueEntry } from '../../platform/config/catalogue-schema.ts'
import type { RetentionRule } from '../../platform/config/retention-schema.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { datasetSizes } from '../../store/retention/dataset-sizes.ts'
import { RECENT_DAYS } from '../retention/defaults.ts'
import { termOfDataset } from '../retention/retention-rule.ts'
import { catalogueEntryOf } from './catalogue-entry.ts'

const days = z.int().min(1).nullable()

/** One line of `noroshi catalogue --json`. */
export const cataloguedDatasetSchema = z.strictObject({
  organisation: z.string(),
  dataset: z.string(),
  events: z.int().min(0),
  bytes: z.int().min(0).describe('of the evidence they are in, decompressed'),
  since: z.string().describe('when the oldest evidence of it that is kept was received'),
  eventsPerDay: z.number().describe('by the last days'),
  described: z.boolean().describe('whether `catalogue:` in noroshi.yaml speaks of it'),
  about: z.string().nullable(),
  basis: z.string().nullable(),
  users: z.array(z.string()),
  extract: z.boolean().describe('whether a sanitised extract of it may be made'),
  hotDays: days.describe('of its retention; null without'),
  deleteDays: days,
}).meta({ title: 'A dataset of the catalogue', description: 'one line of `noroshi catalogue --json`' })

export type CataloguedDataset = z.infer<typeof cataloguedDatasetSchema>

/** What is collected, since when, on what basis, who may use it, and how long it is kept. */
export async function catalogueView(ledger: Ledger, catalogue: readonly CatalogueEntry[], rules: readonly RetentionRule[]): Promise<CataloguedDataset[]> {
  const { organisation } = ledger
  const sizes = await datasetSizes(ledger, RECENT_DAYS)
  return sizes.map(({ dataset, events, bytes, oldest, recentEvents }) => {
    const entry = catalogueEntryOf(catalogue, organisation, dataset)
    return {
      organisation, dataset, events, bytes, since: oldest.toISOString(), eventsPerDay: recentEvents / RECENT_DAYS,
      described: entry !== undefined, about: entry?.about ?? null, basis: entry?.basis ?? null, users: entry?.users ?? [], extract: entry?.extract ?? false,
      ...termOfDataset(rules, organisation, dataset),
    }
  }).sort((a, b) => (a.dataset < b.dataset ? -1 : 1))
}
