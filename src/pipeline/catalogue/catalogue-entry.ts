import type { CatalogueEntry } from '../../platform/config/catalogue-schema.ts'
import { fitsDataset } from '../dataset-pattern.ts'

/** What the catalogue says of a dataset: its first entry that fits; undefined where nobody has described it. */
export function catalogueEntryOf(catalogue: readonly CatalogueEntry[], organisation: string, dataset: string): CatalogueEntry | undefined {
  return catalogue.find(each => (each.organisation ?? organisation) === organisation && each.datasets.some(pattern => fitsDataset(pattern, dataset)))
}
