import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { GUARD_DIRECTORY } from '../signature/load-signatures.ts'

const atlasSchema = z.strictObject({
  version: z.string(), tactics: z.record(z.string().regex(/^AML\.TA\d{4}$/), z.string()),
  techniques: z.record(z.string().regex(/^AML\.T\d{4}(?:\.\d{3})?$/), z.strictObject({ name: z.string(), tactics: z.array(z.string()) })),
})

/** Techniques of MITRE ATLAS by their ids. */
export type Atlas = z.output<typeof atlasSchema>

/** @throws NoroshiError `bad-guard-data` */
export function loadAtlas(path: string = join(GUARD_DIRECTORY, 'atlas.yml')): Atlas {
  const parsed = atlasSchema.safeParse(parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 }))
  if (!parsed.success) throw new NoroshiError('bad-guard-data', `${path}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
