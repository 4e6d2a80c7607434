import * as z from 'zod'
import { about, organisationName } from './key-schemas.ts'

const pattern = z.string().regex(/^[a-z0-9_.*-]{1,128}$/, 'must be a dataset like windows.sysmon, or several like telescope.*')
const text = z.string().min(1, 'is empty').max(2_000)

/** `catalogue:` in noroshi.yaml. */
export const catalogueSchema = z.array(z.strictObject({
  datasets: z.array(pattern).min(1).meta(about('what the entry is about; `*` stands for any characters', 'datasets', 'must be given', 'one basis often covers many')),
  organisation: organisationName.optional().meta(about('whose', 'name', 'all organisations', 'a single site never sees the concept')),
  about: text.meta(about('what it is, in words', 'text', 'must be given', 'who reads the catalogue need not know the product')),
  basis: text.meta(about('on what basis it is collected: law, contract, consent, decision', 'text', 'must be given', 'only you know')),
  users: z.array(text).default([]).meta(about('who may use it, and for what', 'texts', 'nobody is named', 'only you know')),
  extract: z.boolean().default(false).meta(about(
    'whether a sanitised extract of it may be made (`noroshi extract`)', '', 'false', 'those whom it is about must have agreed, or a law must say so')),
})).max(1_000).default([])

export type CatalogueEntry = z.infer<typeof catalogueSchema>[number]
