import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CanonicalText } from '../../src/ai/text/canonicalise.ts'
import { canonicalise } from '../../src/ai/text/canonicalise.ts'

/** One labelled prompt of a public set. */
export interface GuardRow {
  /** The set it comes from: its family when one is left out. */
  readonly source: string
  readonly isHostile: boolean
  readonly text: string
  /** What the assistant was told beforehand, where the set says so. */
  readonly system?: string
  readonly canonical: CanonicalText
}

/** Sets of prompts, and what they serve for. BIPIA's attacks are hostile only inside another text: they are measured there. */
export const PROMPT_SETS = [
  'neuralchemy', 'deepset', 'pif-injections', 'pif-benign', 'injecguard-valid', 'cyberseceval-pi-multilingual', 'cyberseceval-frr', 'gsm8k-test', 'mt-bench',
  'self-instruct-seed', 'self-instruct-user252', 'bipia-email-context-train', 'bipia-code-context-train',
] as const

/** Benign security work: measured apart, because guards block it most. */
export const SECURITY_SET = 'cyberseceval-frr'

export function loadRows(folder: string, sets: readonly string[] = PROMPT_SETS): GuardRow[] {
  return sets.flatMap(source => readFileSync(join(folder, `${source}.jsonl`), 'utf8').trim().split('\n').map(line => {
    const { text, label, system } = JSON.parse(line) as { text: string; label: number; system?: string }
    return { source, isHostile: label === 1, text, ...(system === undefined ? {} : { system }), canonical: canonicalise(text) }
  }))
}
