import { basename } from 'node:path'
import { z } from '@hono/zod-openapi'
import { limitedAnswers } from '../../../ai/gateway/policy/limited-answers.ts'
import type { GatewayPolicy } from '../../../ai/gateway/policy/policy.ts'
import { policySchema } from '../../../ai/gateway/policy/policy.ts'
import { tryPolicy } from '../../../ai/gateway/policy/try-policy.ts'
import { recordedSchema } from '../../../ai/gateway/audit/recorded.ts'
import { keepPolicy, withdrawPolicy } from '../../../store/gateway/kept-policy.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ApplicationPolicies } from '../../gateway/gateway-control.ts'
import { formatDate } from '../../people/format-date.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { exactFields } from '../events/event-view.ts'
import { CHANGE_RULES, LOOK } from '../rights.ts'
import { moment } from '../hunts/hunt-routes.ts'
import { isAtHome } from '../rules/home.ts'
import { reason } from '../rules/change-routes.ts'
import { count, id, time } from '../shapes.ts'
import { formatTime } from '../../../model/time.ts'
import { EXAMPLES_SHOWN, MOST_TRIED } from './defaults.ts'
import { newestRecords } from './record-routes.ts'

const policy = policySchema

const application = z.string().min(1).max(63)

const names = z.array(z.string())

const limitsSchema = z.object({
  upstream: z.string().describe('where it asks models'), packages: names.describe('names of files that say which packages answers may name'),
  requestsPerMinute: count, tokensPerDay: count.nullable(), judge: z.object({ upstream: z.string(), model: z.string(), seconds: count }).nullable().describe('the model that is asked about what the guard doubts'), judgesAnswers: z.boolean(), unreadable: z.enum(['refuse', 'pass']), audit: z.enum(['texts', 'figures']), confirmed: names.describe('tools each call of which a person allows first'),
  tools: z.object({ untrusted: names, private: names, outside: names, third: z.enum(['flag', 'block']) }), hosts: names, canaries: count.describe('marks that are planted'),
}).describe('what the configuration says beside the policy')

const listRoute = route({
  method: 'get', path: '/gateway-policies', summary: 'What is done with what the gateway finds, for each application: as configured, and as a person wants it', access: LOOK,
  answer: z.object({
    runs: z.boolean().describe('a gateway runs here'),
    applications: z.array(z.object({ name: z.string(), limits: limitsSchema, configured: policy, kept: z.object({ policy, reason: z.string(), person: z.string(), at: z.string() }).nullable() })),
    policies: z.array(policy).describe('those that have a name'),
  }),
}, async (_, asked) => {
  const control = controlOf(asked)
  return {
    runs: control !== null,
    applications: (control?.applications ?? []).map(({ name, limits, configured, kept }) => ({ name, limits: limitsView(limits), configured, kept: kept === null ? null : { ...kept, at: formatDate(kept.at) } })),
    policies: [...control?.policies.values() ?? []],
  }
})

/** Neither its key's digest nor where files lie. */
function limitsView({ upstream, packages, requestsPerMinute, tokensPerDay, judge, judgesAnswers, unreadable, audit, confirmed, tools, hosts, canaries }: ApplicationPolicies['limits']): z.infer<typeof limitsSchema> {
  return { upstream, packages: packages.map(path => basename(path)), requestsPerMinute, tokensPerDay: tokensPerDay ?? null, judge: judge ?? null, judgesAnswers, unreadable, audit, confirmed, tools, hosts, canaries: canaries.length }
}

const example = z.object({ id, time: time.nullable(), event: z.string(), layer: z.string(), reason: z.object({ en: z.string(), ja: z.string() }), text: z.string(), rejudged: z.boolean() })

const tryRoute = route({
  method: 'post', path: '/gateway-policy-trials', access: LOOK,
  summary: 'What another policy would have made of recorded traffic. Records are without secrets and hold the end of what was said: its words are judged again, the rest is taken as it was found',
  body: z.object({ application, policy, from: moment.optional(), to: moment.optional() }),
  answer: z.object({
    records: count, rejudged: count.describe('whose words were judged again'), otherwise: count.describe('of these: what the guard finds otherwise now than then'),
    oldest: time.nullable().describe('of those that were looked at; there may be older ones'), isAll: z.boolean(),
    lengths: z.object({ answers: count.describe('that may grow'), cut: count.describe('passed whole then, and would be cut'), longer: count.describe('cut then, and might become longer') }).describe('what the limits of answers would do, by estimated lengths'),
    changes: z.array(z.object({ before: z.string(), after: z.string(), count, examples: z.array(example) })),
  }),
}, async ({ body: { application: name, policy: after, from, to } }, asked) => {
  const control = requireControl(asked)
  const known = control.applications.find(each => each.name === name)
  if (known === undefined) throw new ApiError('not-found')
  const events = await newestRecords(asked, { application: name, from, to }, MOST_TRIED)
  const records = events.flatMap(({ id: event, time: at, fields }) => {
    const record = recordedSchema.safeParse(exactFields(fields))
    return record.success && record.data.event !== 'question' ? [{ ...record.data, id: event, time: formatTime(at) }] : []
  })
  const before = known.kept?.policy ?? known.configured
  const tried = await tryPolicy(control.guard, records, { before, after })
  const changed = Map.groupBy(tried.filter(each => each.tried.before !== each.tried.after), each => `${each.tried.before} ${each.tried.after}`)
  return {
    records: tried.length, rejudged: tried.filter(each => each.tried.isRejudged).length, otherwise: tried.filter(each => each.tried.isOtherwise).length,
    oldest: records.at(-1)?.time ?? null, isAll: events.length < MOST_TRIED,
    lengths: limitedAnswers(records, { before, after }),
    changes: [...changed.values()].sort((one, other) => other.length - one.length).map(group => ({
      before: group[0]!.tried.before, after: group[0]!.tried.after, count: group.length,
      examples: group.slice(0, EXAMPLES_SHOWN).map(({ record, tried: { layer, reason: why, isRejudged } }) => ({
        id: record.id, time: record.time, event: record.event, layer, reason: why, text: record.text, rejudged: isRejudged,
      })),
    })),
  }
})

const keepRoute = route({
  method: 'post', path: '/gateway-policies', summary: 'Puts a policy in place for an application, at once and until it is taken back', access: CHANGE_RULES, status: 204,
  body: z.object({ application, policy, reason }),
}, async ({ body: { application: name, policy: wanted, reason: why } }, asked) => {
  const control = requireControl(asked)
  if (!control.applications.some(each => each.name === name)) throw new ApiError('not-found')
  const { store: { ledger }, person, requestId, address } = asked
  await keepPolicy(ledger, { application: name, policy: wanted satisfies GatewayPolicy, reason: why }, { person: person.name, details: { request: requestId, address } })
  await control.refreshPolicies()
})

const withdrawRoute = route({
  method: 'delete', path: '/gateway-policies/{application}', summary: 'Takes it back: the configured policy holds again', access: CHANGE_RULES, status: 204, params: z.object({ application }),
}, async ({ params: { application: name } }, asked) => {
  const control = requireControl(asked)
  const { store: { ledger }, person, requestId, address } = asked
  if (!await withdrawPolicy(ledger, name, { person: person.name, details: { request: requestId, address } })) throw new ApiError('not-found')
  await control.refreshPolicies()
})

export const gatewayPolicyRoutes: readonly ServerRoute[] = [listRoute, tryRoute, keepRoute, withdrawRoute]

/** The gateway is the installation's: whoever belongs to another organisation sees none. */
function controlOf(asked: Asked) {
  return isAtHome(asked) ? asked.services.gateway ?? null : null
}

/** @throws ApiError `not-found` where none runs, or not for the asker */
function requireControl(asked: Asked) {
  const control = controlOf(asked)
  if (control === null) throw new ApiError('not-found')
  return control
}
