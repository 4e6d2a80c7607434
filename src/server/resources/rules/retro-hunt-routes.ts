import { z } from '@hono/zod-openapi'
import { DAY_US, formatTime, SECOND_US } from '../../../model/time.ts'
import { SEVERITIES } from '../../../model/severity.ts'
import { huntRules } from '../../../pipeline/retro/hunt-rules.ts'
import type { RulePreview } from '../../../pipeline/retro/rule-preview.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { eventReader } from '../events/event-reader.ts'
import { exactFields } from '../events/event-view.ts'
import { moment } from '../hunts/hunt-routes.ts'
import { LOOK } from '../rights.ts'
import { count, id, time, uuidParams } from '../shapes.ts'
import { RETRO_RULES, RETRO_RULES_LISTED, RETRO_RULES_WITH_FIELDS } from './defaults.ts'
import { requireHome } from './home.ts'
import type { RetroHunt } from './retro-hunts.ts'

/** Rules over what is stored: what they would have found, before they are switched on. */

const preview = z.object({
  key: z.string(),
  title: z.string(),
  level: z.enum(SEVERITIES),
  matches: count,
  findings: count.describe('as detection would have grouped the matches, by subject and hour; from 100,000 on a lower bound'),
  findingsPerDay: z.number().describe('between the first match and the last, of at least a day'),
  first: time.nullable(),
  last: time.nullable(),
  spanSeconds: z.number().positive(),
  buckets: z.array(z.object({ time, count })).describe('an hour each, of four days or more a day; those without a match are absent'),
  withoutTime: count,
  subjects: z.array(z.object({ subject: z.string(), count })).describe('those with most matches'),
  otherSubjects: count.describe('matches of all others'),
  samples: z.array(z.object({
    event: id, time: time.nullable(), subject: z.string(), dataset: z.string().nullable(), fields: z.record(z.string(), z.unknown()).nullable(),
  })).describe(`the first matches; with more than ${RETRO_RULES_WITH_FIELDS} rules without fields`),
}).openapi('RulePreview')

const retroHunt = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  rules: count.describe('that were run'),
  matching: count.describe('of which something matched'),
  progress: z.object({ searched: count, total: count, candidates: count.describe('events that were looked at closely') }),
  failure: z.string().nullable(),
  startedAt: time,
  finishedAt: time.nullable(),
  previews: z.array(preview).describe(`so far; the ${RETRO_RULES_LISTED} rules with most matches`),
}).openapi('RetroHunt')

const startRoute = route({
  method: 'post', path: '/retro-hunts', access: LOOK, status: 202, answer: retroHunt,
  summary: 'Begins to run rules over everything stored: the matches are those that detection would have stated. Ask for it by its id',
  body: z.object({
    rules: z.array(z.string().min(1).max(500)).min(1).max(RETRO_RULES).describe('keys, also of rules that are switched off'),
    from: moment.optional().describe('only matches from this time'), to: moment.optional().describe('only matches before this time'),
  }),
}, async ({ body: { rules, from, to } }, asked) => {
  const shelf = await requireHome(asked).shelf()
  const known = new Set(shelf.cards.map(({ summary }) => summary.id))
  if (!rules.every(key => known.has(key))) throw new ApiError('not-found')
  await asked.audit('retro-hunt', rules.slice(0, AUDITED).join(' '), { rules: rules.length })
  const reader = await eventReader(asked, null)
  const hunt = asked.services.resources.retroHunts.start(ownerOf(asked), rules.length, signal =>
    huntRules({ ...reader, signal }, shelf.hunter(rules), { from, to, folder: asked.store.folder.spool }))
  if (hunt === null) throw new ApiError('too-many', { problem: 'too many retro-hunts are running or kept; cancel one of yours', retryAfter: 10 })
  return view(hunt)
})

const lookRoute = route({
  method: 'get', path: '/retro-hunts/{id}', summary: 'How far a retro-hunt of one\'s own is, and what it found; kept for an hour', access: LOOK, params: uuidParams, answer: retroHunt,
}, async ({ params }, asked) => {
  const hunt = asked.services.resources.retroHunts.find(ownerOf(asked), params.id)
  if (hunt === undefined) throw new ApiError('not-found')
  return view(hunt)
})

const cancelRoute = route({
  method: 'delete', path: '/retro-hunts/{id}', summary: 'Stops a retro-hunt of one\'s own; what it found stays', access: LOOK, params: uuidParams, answer: retroHunt,
}, async ({ params }, asked) => {
  const hunt = await asked.services.resources.retroHunts.cancel(ownerOf(asked), params.id)
  if (hunt === undefined) throw new ApiError('not-found')
  return view(hunt)
})

export const retroHuntRoutes: readonly ServerRoute[] = [startRoute, lookRoute, cancelRoute]

/** Keys that the audit trail names. */
const AUDITED = 20

function ownerOf({ person }: Asked): string {
  return `${person.organisation}/${person.name}`
}

function view({ found, startedAt, finishedAt, owner: _, ...hunt }: RetroHunt): z.input<typeof retroHunt> {
  const previews = found.previews()
  return {
    ...hunt, matching: previews.length,
    startedAt: formatTime(startedAt * 1_000), finishedAt: finishedAt === null ? null : formatTime(finishedAt * 1_000),
    previews: previews.slice(0, RETRO_RULES_LISTED).map(each => previewView(each, hunt.rules <= RETRO_RULES_WITH_FIELDS ? 'with fields' : 'without fields')),
  }
}

function previewView({ rule, first, last, spanUs, buckets, samples, subjects, ...rest }: RulePreview, wanted: 'with fields' | 'without fields'): z.input<typeof preview> {
  return {
    key: rule.id, title: rule.title, level: rule.level, matches: rest.matches, findings: rest.findings,
    findingsPerDay: rest.findings / Math.max(1, ((last ?? 0) - (first ?? 0)) / DAY_US),
    first: formatTime(first), last: formatTime(last), spanSeconds: spanUs / SECOND_US,
    buckets: buckets.map(bucket => ({ time: formatTime(bucket.time), count: bucket.count })), withoutTime: rest.withoutTime,
    subjects: [...subjects], otherSubjects: rest.otherSubjects,
    samples: samples.map(sample => ({
      event: sample.id, time: formatTime(sample.time), subject: sample.subject, dataset: sample.found?.dataset ?? null,
      fields: sample.found === null || wanted === 'without fields' ? null : exactFields(sample.found.fields),
    })),
  }
}
