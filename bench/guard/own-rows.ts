import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { GUARD_DIRECTORY } from '../../src/ai/signature/load-signatures.ts'
import { canonicalise } from '../../src/ai/text/canonicalise.ts'
import type { GuardRow } from './guard-rows.ts'

/** Our own sentences, a file for each language: benign ones, many with the words of attacks, and hostile ones. */
export const ORDINARY_SET = 'ordinary'
export const ATTACK_SET = 'attacks'

/** One of our own. */
export interface OwnRow extends GuardRow {
  /** ISO 639 code. */
  readonly language: string
}

/** The public sets hold hardly any benign texts but English ones: without ours a language would become a mark of hostility. */
export function ownRows(): OwnRow[] {
  return [ORDINARY_SET, ATTACK_SET].flatMap(source => readdirSync(join(GUARD_DIRECTORY, source)).sort().flatMap(file =>
    readFileSync(join(GUARD_DIRECTORY, source, file), 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('#'))
      .map(text => ({ source, isHostile: source === ATTACK_SET, text, language: basename(file, '.txt'), canonical: canonicalise(text) }))))
}
