import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import type { Match, RuleSummary } from '../model/detector.ts'
import { EventBatchBuilder } from '../model/event-batch.ts'
import { compareEvents } from '../model/event-order.ts'
import { LISTED_EVENTS } from '../model/finding.ts'
import type { FindingPart } from '../model/finding-part.ts'
import { findingOf, mergeParts } from '../model/finding-part.ts'
import { eventId } from '../model/ids.ts'
import { Mappings } from '../model/mappings.ts'
import { fact } from '../model/reason.ts'
import { sourceMappingSchema } from '../model/source-mapping.ts'
import { HOUR_US } from '../model/time.ts'
import { FindingCollector } from './finding-collector.ts'

const mappings = new Mappings([sourceMappingSchema.parse({
  source: 'test', title: 'Test', subject: [{ type: 'host', field: 'host' }], entities: { host: 'host', user: 'user' }, datasets: { 'test.events': {} },
})])
const view = mappings.dataset('test.events')
const EVIDENCE = ['a'.repeat(64), 'b'.repeat(64)]

interface Seen { readonly evidence: number; readonly offset: number; readonly time: number | null; readonly host: string; readonly user: string; readonly rule: string }

const seen: fc.Arbitrary<Seen> = fc.record({
  evidence: fc.constantFrom(0, 1),
  offset: fc.nat(100_000),
  time: fc.option(fc.nat(3 * HOUR_US), { freq: 10 }),
  host: fc.constantFrom('h1', 'h2', '-'),
  user: fc.constantFrom('u1', 'u2', 'u3'),
  rule: fc.constantFrom('r1', 'r2'),
})
const history = fc.uniqueArray(seen, { maxLength: 600, selector: event => `${event.evidence}:${event.offset}:${event.rule}` })

function ruleSummary(id: string): RuleSummary {
  return { id, title: id, level: 'low', techniques: [], tactics: [], falsePositives: [], status: '' }
}

/** Each event in a chunk of its own choosing. */
function partsOf(events: readonly Seen[]): FindingPart[] {
  const collector = new FindingCollector()
  for (const event of events) {
    const builder = new EventBatchBuilder()
    const { time, offset } = event
    builder.add({ dataset: 'test.events', time, record: offset, offset, length: 1, fields: { host: event.host, user: event.user } })
    const match: Match = { row: 0, rule: ruleSummary(event.rule), facts: () => [fact('test.at', { numbers: { offset } })] }
    const evidence = EVIDENCE[event.evidence]!
    collector.add('test', match, builder.take(), view, evidence, eventId(evidence, offset, 0))
  }
  return collector.take()
}

function findingsOf(chunks: readonly (readonly Seen[])[]) {
  const parts = new Map<string, FindingPart>()
  for (const part of chunks.flatMap(partsOf)) {
    const before = parts.get(part.id)
    parts.set(part.id, before === undefined ? part : mergeParts(before, part))
  }
  return [...parts.values()].map(findingOf).sort((a, b) => (a.id < b.id ? -1 : 1))
}

test('findings do not depend on the order of matches or on how they are cut into chunks', () => {
  fc.assert(fc.property(history, fc.infiniteStream(fc.nat(4)), (events, choices) => {
    const chunks: Seen[][] = [[], [], [], [], []]
    for (const event of events.toReversed()) chunks[choices.next().value]!.push(event)
    expect(findingsOf(chunks)).toEqual(findingsOf([events]))
  }), { numRuns: byDepth(20, 60, 1_000) })
})

test('a finding counts every match, lists the first hundred in order, and has the facts of the very first', () => {
  fc.assert(fc.property(history, events => {
    const findings = findingsOf([events])
    expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(events.length)
    for (const finding of findings) {
      expect(finding.events.length).toBe(Math.min(finding.count, LISTED_EVENTS))
      expect(finding.events).toEqual(finding.events.toSorted(compareEvents))
      const ofFinding = events.filter(event => finding.rule.id === event.rule && finding.events.some(({ offset, evidence }) =>
        offset === event.offset && evidence === EVIDENCE[event.evidence]))
      expect(ofFinding.length).toBeGreaterThanOrEqual(finding.events.length)
      expect(finding.facts).toMatchObject([{ fact: 'test.at', numbers: { offset: finding.events[0]!.offset }, eventIds: [finding.events[0]!.id] }])
    }
  }), { numRuns: byDepth(20, 60, 1_000) })
})
