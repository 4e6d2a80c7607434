import { z } from '@hono/zod-openapi'
import type { FilterTrial, RuleTestOutcomes, ShownEvent } from '../../../model/ports/rule-shelf.ts'
import type { StoredFinding } from '../../../store/cases/read-findings.ts'
import { findingsByIds } from '../../../store/cases/read-findings.ts'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import { findingsJudged } from '../../../store/decisions/rule-verdicts.ts'
import { eventsByIds, eventsOfRule, newestFindings } from '../../../store/events/rule-hits.ts'
import type { StoredEvent } from '../../../store/events/stored-event.ts'
import type { Asked } from '../../context.ts'
import { eventReader } from '../events/event-reader.ts'
import { findingRow, findingRowSchema } from '../findings/finding-view.ts'
import { count } from '../shapes.ts'
import { KEPT_FINDINGS, SILENCED_LISTED, TRIED_EVENTS } from './defaults.ts'
import { problemSchema, problemView, testsSchema } from './rule-view.ts'

/** What a filter would do, tried on what is stored and on the rule's tests. */
export const proofSchema = z.object({
  usable: z.boolean().describe('it is a filter, without errors, and for this rule'),
  holds: z.boolean().describe('usable, silences events of the finding, and loses nothing that is known to be an attack'),
  problems: z.array(problemSchema),
  appliesTo: z.array(z.object({ key: z.string(), title: z.string() })).describe('all rules it would be added to'),
  tests: testsSchema.nullable().describe('of the rule, with the filter; null: it has none'),
  known: z.object({
    findings: count, events: count,
    lost: z.array(findingRowSchema),
  }).describe('findings of the rule that people judged to be attacks, and those of which the filter would silence events'),
  own: z.object({ events: count, silenced: count }).describe('events of the finding it was made from, as far as they are listed'),
  stored: z.object({
    events: count.describe('the newest that the rule matched'), silenced: count,
    findings: count.describe('that would be silenced wholly'), partly: count, of: count,
    listed: z.array(findingRowSchema).describe('silenced wholly, the newest first'),
    complete: z.boolean().describe('all that the rule matched was tried'),
  }),
}).openapi('FilterProof')

export type FilterProof = z.input<typeof proofSchema>

/** Null where the finding is of no rule about single events that is loaded. */
export async function proveFilter(asked: Asked, finding: StoredFinding, text: string): Promise<{ readonly trial: FilterTrial; readonly proof: FilterProof } | null> {
  const rule = finding.finding.rule.id
  const trial = (await asked.services.rules.shelf()).tryFilter(rule, text)
  if (trial === null) return null
  const events = await knownEvents(asked, finding).catch((cause: unknown) => { throw storeErrorOf(cause) })
  const sorted = trial.sort(events.all)
  const silenced = new Set(events.all.filter((_, i) => sorted[i] === 'silenced').map(({ id }) => id))
  const held = new Set(events.all.map(({ id }) => id))
  const lost = events.attacks.filter(each => each.finding.events.some(({ id }) => silenced.has(id)))
  const own = finding.finding.events.filter(({ id }) => held.has(id))
  const wholly = events.findings.filter(each => each.finding.events.every(({ id }) => silenced.has(id)))
  const partly = events.findings.filter(each => !wholly.includes(each) && each.finding.events.some(({ id }) => silenced.has(id)))
  const ownSilenced = own.filter(({ id }) => silenced.has(id)).length
  return {
    trial,
    proof: {
      usable: trial.isUsable,
      holds: trial.isUsable && ownSilenced > 0 && lost.length === 0 && stillPass(trial.tests),
      problems: trial.problems.map(problemView),
      appliesTo: trial.appliesTo.map(({ summary: { id: key, title } }) => ({ key, title })),
      tests: trial.tests,
      known: { findings: events.attacks.length, events: events.attacks.reduce((sum, each) => sum + each.finding.events.length, 0), lost: lost.map(findingRow) },
      own: { events: own.length, silenced: ownSilenced },
      stored: {
        events: events.all.length, silenced: silenced.size, findings: wholly.length, partly: partly.length, of: events.findings.length,
        listed: wholly.slice(0, SILENCED_LISTED).map(findingRow), complete: events.isComplete,
      },
    },
  }
}

/** Events of a finding as rules see them. */
export async function eventsOfFinding(asked: Asked, { finding }: StoredFinding): Promise<readonly StoredEvent[]> {
  return eventsByIds(await eventReader(asked, null), finding.events.map(({ id }) => id))
}

/** Events of findings of a rule that people judged to be attacks, but for one finding. */
export async function eventsOfAttacks(asked: Asked, { finding: { id, rule } }: StoredFinding): Promise<readonly ShownEvent[]> {
  const attacks = await attacksOf(asked, rule.id, id)
  return eventsByIds(await eventReader(asked, null), attacks.flatMap(({ finding }) => finding.events.map(event => event.id)).slice(0, TRIED_EVENTS))
}

async function attacksOf({ store: { ledger } }: Asked, rule: string, but: string): Promise<readonly StoredFinding[]> {
  const ids = await findingsJudged(ledger, rule, 'true-positive', KEPT_FINDINGS)
  return findingsByIds(ledger.pool, ledger.organisation, ids.filter(id => id !== but))
}

interface KnownEvents {
  /** Distinct. */
  readonly all: readonly StoredEvent[]
  readonly attacks: readonly StoredFinding[]
  /** The newest, all of whose listed events are among them. */
  readonly findings: readonly StoredFinding[]
  readonly isComplete: boolean
}

async function knownEvents(asked: Asked, finding: StoredFinding): Promise<KnownEvents> {
  const { store: { ledger } } = asked
  const rule = finding.finding.rule.id
  const reader = await eventReader(asked, null)
  const [newest, attacks, ids] = await Promise.all([eventsOfRule(reader, rule, TRIED_EVENTS), attacksOf(asked, rule, finding.finding.id), newestFindings(reader, rule, TRIED_EVENTS)])
  const have = new Set(newest.map(({ id }) => id))
  const wanted = [finding, ...attacks].flatMap(each => each.finding.events.map(({ id }) => id)).filter(id => !have.has(id))
  const others = await eventsByIds(reader, wanted.slice(0, TRIED_EVENTS))
  for (const { id } of others) have.add(id)
  const findings = await findingsByIds(ledger.pool, ledger.organisation, ids)
  return { all: [...newest, ...others], attacks, findings: findings.filter(each => each.finding.events.every(({ id }) => have.has(id))), isComplete: newest.length < TRIED_EVENTS }
}

function stillPass(tests: RuleTestOutcomes | null): boolean {
  return tests === null || ('tests' in tests && tests.tests.every(({ expected, passed }) => expected === 'left' || passed))
}
