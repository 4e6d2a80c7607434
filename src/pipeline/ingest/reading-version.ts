import { createHash } from 'node:crypto'
import { mappingsHash } from '../mappings-hash.ts'
import { DECODER_VERSION } from './defaults.ts'

/** What a result depends on beside the evidence and its settings. */
export interface ReadingVersion {
  readonly decoderVersion: string
  readonly rulesetHash: string
}

/**
 * The mappings, which are data, count by their content; the code of decoders and of this pipeline by `DECODER_VERSION`.
 *
 * @param rules each rule's key and whatever its verdicts depend on, in any order
 * @param zones of sources without one, as configured: they change times, and with them findings
 */
export function readingVersion(rules: readonly { readonly key: string; readonly content: unknown }[], zones: Readonly<Record<string, string>>): ReadingVersion {
  const sorted = rules.map(({ key, content }) => JSON.stringify([key, content], sorting)).sort()
  const zoned = Object.keys(zones).length === 0 ? '' : `+${sha256([JSON.stringify(zones, sorting)]).slice(0, HASH_DIGITS)}`
  return { decoderVersion: `${DECODER_VERSION}-${mappingsHash().slice(0, HASH_DIGITS)}${zoned}`, rulesetHash: sha256(sorted) }
}

export function isOfVersion(one: ReadingVersion, other: ReadingVersion): boolean {
  return one.decoderVersion === other.decoderVersion && one.rulesetHash === other.rulesetHash
}

const HASH_DIGITS = 16

function sha256(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text).update('\0')
  return hash.digest('hex')
}

/** Objects with their keys in order, maps as their entries, and numbers of any size as text. */
function sorting(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Map) return [...value]
  if (value instanceof Set) return [...value]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
