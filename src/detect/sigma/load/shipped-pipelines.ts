import { existsSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../../../../mappings/pipelines')

/** The file of the pipeline that comes with the program for a taxonomy; null where there is none. */
export function shippedPipeline(taxonomy: string): string | null {
  const file = join(FOLDER, `${taxonomy}.yml`)
  // A taxonomy is what anyone writes into a rule: it must not lead elsewhere.
  return /^[\w-]+$/.test(taxonomy) && existsSync(file) ? file : null
}
