import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { DigestSum } from '../src/model/digest.ts'
import { entityKey } from '../src/model/entities.ts'
import type { FindingPart } from '../src/model/finding-part.ts'
import { firstEvents } from '../src/model/finding-part.ts'
import { eventId, findingId, matchId } from '../src/model/ids.ts'
import { HOUR_US } from '../src/model/time.ts'
import type { ChunkResult } from '../src/store/ledger/load.ts'
import type { SampleEvidence } from '../src/store/ledger/testing/sample-chunks.ts'

/**
 * Evidence whose matches move between findings and cases: its events lie hours apart on few hosts, so that more evidence joins cases or lets
 * them begin earlier; and read under the second rule set some matches are gone and some are about another subject.
 */
const match = fc.record({
  offset: fc.nat(400), hour: fc.option(fc.nat(30), { freq: 10 }), host: fc.constantFrom('a', 'b'), rule: fc.nat(2), second: fc.constantFrom('same', 'same', 'renamed', 'gone'),
})

type MovingMatch = Omit<typeof match extends fc.Arbitrary<infer Value> ? Value : never, 'host'> & { readonly host: string }

export const movingEvidence: fc.Arbitrary<SampleEvidence[]> = fc.array(
  fc.array(fc.uniqueArray(match, { maxLength: 8, selector: ({ offset, rule }) => `${offset}:${rule}` }), { minLength: 1, maxLength: 2 }),
  { minLength: 2, maxLength: 4 },
).map(all => all.map((chunks, index) => {
  const sha256 = createHash('sha256').update(`${index}`).digest('hex')
  const found = { sha256, bytes: 10, path: `evidence ${index}`, blob: { sha256, bytes: 10 }, member: '', errors: { listed: [], total: 0 } }
  const first = chunks.map((seen, number) => resultOf(sha256, number, seen))
  const second = chunks.map((seen, number) => resultOf(sha256, number, seen.filter(each => each.second !== 'gone')
    .map(each => each.second === 'renamed' ? { ...each, host: 'renamed' } : each)))
  return { found, results: [first, second] }
}))

function resultOf(evidence: string, chunk: number, seen: readonly MovingMatch[]): ChunkResult {
  const [events, matches] = [new DigestSum(), new DigestSum()]
  const listed = seen.map(({ offset, hour, host, rule }) => {
    const [place, time] = [chunk * 1_000 + offset, hour === null ? null : hour * HOUR_US + offset]
    const subject = { type: 'host', value: host } as const
    const id = eventId(evidence, place, 0)
    events.add(id)
    matches.add(matchId('test', `rule ${rule}`, id))
    const event = { id, time, evidence, record: offset, offset: place, ordinal: 0, entities: [subject], facts: [] }
    return { event, rule: `rule ${rule}`, subject, finding: findingId('test', `rule ${rule}`, entityKey(subject), hour, evidence) }
  })
  const parts = [...Map.groupBy(listed, ({ finding }) => finding)].map(([id, group]): FindingPart => {
    const { rule, subject } = group[0]!
    const times = group.flatMap(({ event: { time } }) => time === null ? [] : [time])
    return {
      id, detector: 'test', subject, count: group.length, events: firstEvents(group.map(({ event }) => event)),
      rule: { id: rule, title: rule, level: rule === 'rule 0' ? 'high' : 'medium', techniques: [], tactics: ['execution'], falsePositives: [], status: 'test' },
      first: times.length === 0 ? null : Math.min(...times), last: times.length === 0 ? null : Math.max(...times),
    }
  })
  return { events: events.digest(), matches: matches.digest(), datasets: {}, parts, errors: { listed: [], total: 0 } }
}
