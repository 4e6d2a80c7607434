import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GUARD_DIRECTORY } from '../../src/ai/signature/load-signatures.ts'
import { canonicalise } from '../../src/ai/text/canonicalise.ts'
import type { GuardRow } from './guard-rows.ts'

/** Their family. */
export const ORDINARY_SET = 'ordinary'

/** Our own benign sentences, in languages in which the public sets have none. */
export function ordinaryRows(): GuardRow[] {
  return readFileSync(join(GUARD_DIRECTORY, 'ordinary.txt'), 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('#'))
    .map(text => ({ source: ORDINARY_SET, isHostile: false, text, canonical: canonicalise(text) }))
}
