import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { Digest } from '../../../model/digest.ts'
import { DigestSum } from '../../../model/digest.ts'
import type { Finding } from '../../../model/finding.ts'
import type { FindingPart, PartEvent } from '../../../model/finding-part.ts'
import { findingOf, firstEvents, mergeParts } from '../../../model/finding-part.ts'
import { compareText } from '../../../model/event-order.ts'
import { eventId, matchId } from '../../../model/ids.ts'
import { fact } from '../../../model/reason.ts'
import type { ChunkResult } from '../load.ts'
import type { FoundEvidence } from '../record-evidence.ts'
import type { RunPlan } from '../run.ts'

/** An evidence with what each of its chunks gives under each rule set. */
export interface SampleEvidence {
  readonly found: FoundEvidence
  /** By rule set, then by chunk. */
  readonly results: readonly (readonly ChunkResult[])[]
}

/** Text as attackers write it. */
const hostile = fc.constantFrom('srv01', 'a\0b', '\ud800', '\udc00x', '"\\\n', '\u2028', '😀', '{"a":1}', '\\u0000', 'x'.repeat(5_000))

const match = fc.record({ rule: fc.nat(3), subject: hostile, offset: fc.nat(500), time: fc.option(fc.nat(100), { freq: 5 }) })

/** @param ruleSets how many */
export function sampleEvidence(ruleSets: number): fc.Arbitrary<SampleEvidence[]> {
  const chunk = fc.uniqueArray(match, { maxLength: 150, selector: ({ offset, rule }) => `${offset}:${rule}` })
  const results = fc.array(fc.array(chunk, { minLength: ruleSets, maxLength: ruleSets }), { maxLength: 4 })
  const evidence = fc.array(fc.record({ path: hostile, chunks: results }), { minLength: 1, maxLength: 3 })
  return evidence.map(several => several.map(({ path, chunks }, index) => {
    const sha256 = createHash('sha256').update(`${index}`).digest('hex')
    const blob = { sha256, bytes: 10 }
    const found = { sha256, bytes: 10, path: `${path}${index}`, blob, member: path, errors: { listed: [], total: 0 } }
    return {
      found,
      results: Array.from({ length: ruleSets }, (_, ruleSet) => chunks.map((seen, number) => resultOf(sha256, number, seen[ruleSet]!))),
    }
  }))
}

export function planOf({ results }: SampleEvidence, ruleSet: number): RunPlan {
  return {
    format: 'json',
    decoderVersion: '1',
    rulesetHash: String(ruleSet),
    settings: { date: 1_000_000, encoding: 'utf-8', recover: false, dataset: null },
    chunks: results[ruleSet]!.map((_, number) => ({ number, from: number * 10, to: number * 10 + 10, firstRecord: number, context: 'head\0er' })),
  }
}

/** What the ledger must come to, by the sums that `analyze` makes in memory. */
export function expectedOf(results: readonly ChunkResult[]): { findings: Finding[]; digests: { events: Digest; matches: Digest } } {
  const sums = new Map<string, FindingPart>()
  const events = new DigestSum()
  const matches = new DigestSum()
  for (const result of results) {
    events.merge(result.events)
    matches.merge(result.matches)
    for (const part of result.parts) {
      const before = sums.get(part.id)
      sums.set(part.id, before === undefined ? part : mergeParts(before, part))
    }
  }
  const findings = [...sums.values()].map(findingOf).sort((a, b) => compareText(a.id, b.id))
  return { findings, digests: { events: events.digest(), matches: matches.digest() } }
}

interface Seen { readonly rule: number; readonly subject: string; readonly offset: number; readonly time: number | null }

function resultOf(evidence: string, chunk: number, seen: readonly Seen[]): ChunkResult {
  const events = new DigestSum()
  const matches = new DigestSum()
  const grouped = Map.groupBy(seen, ({ rule, subject }) => `${rule}\0${subject}`)
  const parts = [...grouped].map(([key, group]): FindingPart => {
    const { rule, subject } = group[0]!
    const listed = group.map(({ offset, time }): PartEvent => {
      const id = eventId(evidence, chunk * 1_000 + offset, 0)
      events.add(id)
      matches.add(matchId('test', String(rule), id))
      const terms = { field: subject, value: `${subject}${offset}` }
      return {
        id, time, evidence, record: offset, offset: chunk * 1_000 + offset, ordinal: 0,
        entities: [{ type: 'host', value: subject }], facts: [fact('test.fact', { terms, numbers: { offset } })],
      }
    })
    const times = group.map(({ time }) => time).filter(time => time !== null)
    return {
      id: createHash('sha256').update(key).digest('hex').slice(0, 32),
      detector: 'test',
      rule: {
        id: String(rule), title: subject, level: 'high', techniques: ['T1059'], tactics: ['execution'], falsePositives: ['none'], status: 'test',
      },
      subject: { type: 'host', value: subject },
      first: times.length === 0 ? null : Math.min(...times),
      last: times.length === 0 ? null : Math.max(...times),
      count: group.length,
      events: firstEvents(listed),
    }
  })
  return {
    events: events.digest(), matches: matches.digest(), datasets: { 'test.events': seen.length }, parts,
    errors: { listed: seen.slice(0, 2).map(({ offset, subject }) => ({ offset, reason: subject })), total: seen.length },
  }
}
