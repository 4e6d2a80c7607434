import { z } from '@hono/zod-openapi'
import { outdatedEvidence } from '../../../store/ledger/outdated-evidence.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { CHANGE_RULES, LOOK } from '../rights.ts'
import { count } from '../shapes.ts'
import { isAtHome, requireHome } from './home.ts'
import { rereadEvidence } from './reread-evidence.ts'
import { keyParams } from './rule-routes.ts'

/** Why, in a person's words; it stands in the audit trail and on the page. */
export const reason = z.string().trim().min(1).max(2_000).refine(text => !text.includes('\0') && text.isWellFormed(), 'has characters that are no text')

const stateRoute = route({
  method: 'post', path: '/rules/{key}/state', summary: 'Switches a rule off or on again, for the evidence that is read from now on', access: CHANGE_RULES, params: keyParams,
  body: z.object({ enabled: z.boolean(), reason }),
  answer: z.object({ enabled: z.boolean(), stopped: z.array(z.string()).describe('titles of correlations that are about it and do not load without it') }),
}, async ({ params: { key }, body: { enabled, reason: why } }, asked) => {
  const library = requireHome(asked)
  const { off, control } = library
  const shelf = await library.shelf()
  const card = shelf.cards.find(({ summary }) => summary.id === key)
  if (card === undefined) throw new ApiError('not-found')
  if (off.has(key) === !enabled) throw new ApiError('conflict', { problem: enabled ? 'the rule is on already' : 'the rule is off already' })
  await asked.audit(enabled ? 'rule.enable' : 'rule.disable', key, { title: card.summary.title, reason: why })
  if (enabled) await control.switches.switchOn(key)
  else await control.switches.switchOff({ key, by: asked.person.name, at: new Date().toISOString(), reason: why })
  library.changed()
  return { enabled, stopped: enabled ? [] : shelf.cards.filter(({ about }) => about.includes(key)).map(({ summary }) => summary.title) }
})

const pendingRoute = route({
  method: 'get', path: '/rule-changes', summary: 'How far a change of rules has come: what is stored was judged by the rules of when it was read', access: LOOK,
  answer: z.object({
    changing: z.boolean().describe('evidence is still read with the rules as they were before the last change'),
    rereading: z.boolean().describe('stored evidence is being read anew'),
    outdated: count.describe('pieces of evidence that were read with other rules than those of now'),
  }),
}, async (_, asked) => {
  if (!isAtHome(asked)) return { changing: false, rereading: false, outdated: 0 }
  const { rules, reading } = asked.services
  return { changing: rules.isRenewing, rereading: rules.isRereading, outdated: (await outdatedEvidence(asked.store.ledger, reading.version.rulesetHash)).length }
})

const rerunRoute = route({
  method: 'post', path: '/rule-reruns', summary: 'Reads stored evidence anew that was read with other rules; what is known of it shows until then', access: CHANGE_RULES, status: 202,
  body: z.object({ reason }), answer: z.object({ started: z.boolean().describe('false: it is under way already') }),
}, async ({ body }, asked) => {
  const library = requireHome(asked)
  const { store, services: { reading, inTurn, resources, log } } = asked
  if (library.isRereading) return { started: false }
  await asked.audit('evidence.rerun', 'outdated', { reason: body.reason })
  library.reread(async signal => {
    await inTurn(() => rereadEvidence(store, reading, log, signal))
    void resources.changes.look()
  })
  return { started: true }
})

export const ruleChangeRoutes: readonly ServerRoute[] = [stateRoute, pendingRoute, rerunRoute]
