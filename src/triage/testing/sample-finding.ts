import type { RuleSummary } from '../../model/detector.ts'
import { entityKey } from '../../model/entities.ts'
import type { Entity, EntityType } from '../../model/entity.ts'
import { ENTITY_TYPES } from '../../model/entity.ts'
import { compareText } from '../../model/event-order.ts'
import type { Finding } from '../../model/finding.ts'
import { eventId, findingId } from '../../model/ids.ts'
import type { Fact } from '../../model/reason.ts'
import type { Severity } from '../../model/severity.ts'
import { hourOf, MINUTE_US } from '../../model/time.ts'

/** For tests: what a sample says of a finding; everything else follows from it. */
export interface Sample {
  /** `host:ws01`. */
  readonly subject: string
  /** Minutes after {@link SAMPLE_START_US}; null for no time. */
  readonly minute: number | null
  readonly rule: string
  readonly level?: Severity
  readonly tactics?: readonly string[]
  readonly techniques?: readonly string[]
  readonly falsePositives?: readonly string[]
  readonly status?: string
  /** `user:alice`, besides the subject. */
  readonly entities?: readonly string[]
  readonly count?: number
  readonly evidence?: string
  readonly facts?: readonly Fact[]
}

export const SAMPLE_START_US = Date.UTC(2020, 4, 1, 12) * 1_000

export const SAMPLE_EVIDENCE = 'e'.repeat(64)

export function sampleFinding(sample: Sample): Finding {
  const { minute, count = 1, evidence = SAMPLE_EVIDENCE, level = 'medium' } = sample
  const first = minute === null ? null : SAMPLE_START_US + minute * MINUTE_US
  const events = Array.from({ length: Math.min(count, 100) }, (_, i) => {
    const offset = 512 * (Math.abs(minute ?? 7) * 1_000 + i)
    return { id: eventId(evidence + sample.rule + sample.subject, offset, 0), time: first, evidence, record: i, offset, ordinal: 0 }
  })
  return {
    id: findingId('sigma', sample.rule, sample.subject, first === null ? null : hourOf(first), evidence),
    detector: 'sigma',
    rule: ruleOf(sample, level),
    subject: entityOf(sample.subject),
    first,
    last: first,
    count,
    events,
    entities: [sample.subject, ...sample.entities ?? []].map(entityOf).sort((a, b) => compareText(entityKey(a), entityKey(b))),
    facts: sample.facts ?? [],
  }
}

function ruleOf(sample: Sample, level: Severity): RuleSummary {
  return {
    id: `rule-${sample.rule}`,
    title: sample.rule,
    level,
    techniques: sample.techniques ?? [],
    tactics: sample.tactics ?? [],
    falsePositives: sample.falsePositives ?? [],
    status: sample.status ?? 'test',
  }
}

function entityOf(text: string): Entity {
  const type = text.slice(0, text.indexOf(':'))
  const known: EntityType | undefined = ENTITY_TYPES.find(each => each === type)
  if (known === undefined) throw new Error(`${text} names no entity type`)
  return { type: known, value: text.slice(type.length + 1) }
}
