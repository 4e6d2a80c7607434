import { z } from '@hono/zod-openapi'
import type { RuleSummary } from '../../../model/detector.ts'
import { SEVERITIES } from '../../../model/severity.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { CHANGE_RULES, LOOK } from '../rights.ts'
import { count } from '../shapes.ts'
import { CHANGES_LISTED, LOCAL_SET, PROBLEMS_LISTED, RULE_UPLOAD_BYTES } from './defaults.ts'
import { isAtHome, requireHome } from './home.ts'
import type { WaitingRules } from './rule-uploads.ts'
import { problemSchema, problemView } from './rule-view.ts'

/** Rule sets that are added to the installation: sent, looked at, put in place; taken away. */

const setName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u, 'has letters, digits, blanks and . _ -, at most 64')

const changed = z.object({ count, titles: z.array(z.object({ key: z.string(), title: z.string(), level: z.enum(SEVERITIES) })).describe('the first') })

const uploadSchema = z.object({
  id: z.string(), name: setName,
  replaces: z.boolean().describe('there is a set of this name'),
  rules: count, filters: count,
  added: changed, removed: changed, changed, same: count,
  problems: z.array(problemSchema).describe('errors: such rules would not load'), errors: count,
  unread: z.array(z.object({ path: z.string(), reason: z.string() })),
}).openapi('RuleUpload')

const listRoute = route({
  method: 'get', path: '/rule-sets', summary: 'The rule sets that are read', access: LOOK,
  answer: z.object({ items: z.array(z.object({ name: z.string().describe('empty: the rules that come with the program'), rules: count, filters: count, errors: count, removable: z.boolean() })), chosen: z.boolean() }),
}, async (_, asked) => {
  if (!isAtHome(asked)) return { items: [], chosen: false }
  const { control } = asked.services.rules
  const shelf = await asked.services.rules.shelf()
  const items = control.directories().map(({ name }) => ({
    name,
    rules: shelf.cards.filter(({ set }) => set === name).length,
    filters: shelf.filters.filter(({ set }) => set === name).length,
    errors: shelf.problems.filter(({ set, severity }) => set === name && severity === 'error').length,
    removable: !control.areChosen && name !== '',
  }))
  return { items, chosen: control.areChosen }
})

const sendRoute = route({
  method: 'post', path: '/rule-uploads', summary: 'Sends an archive or a file of rules, and says what would change; nothing is put in place', access: CHANGE_RULES, status: 201,
  query: z.object({ name: setName.describe('of the rule set') }), bytes: { mediaType: 'application/octet-stream', most: RULE_UPLOAD_BYTES }, answer: uploadSchema,
}, async ({ query: { name } }, asked) => {
  const library = requireHome(asked)
  if (library.control.areChosen) throw new ApiError('conflict', { problem: 'noroshi.yaml names the directories of rules: sets that are added would not be read' })
  const { request: { body }, services: { ruleUploads, reading }, store, person } = asked
  if (body === null) throw new ApiError('bad-request', { problem: 'no bytes were sent', field: 'body' })
  return uploadView(await ruleUploads.take(body, { name, person: person.name, folder: store.folder.spool, archives: reading.archives }))
})

const applyRoute = route({
  method: 'post', path: '/rule-uploads/{upload}/apply', summary: 'Puts rules in place that were sent, for the evidence that is read from now on', access: CHANGE_RULES, params: z.object({ upload: z.string().max(100) }),
  answer: z.object({ name: z.string(), rules: count }),
}, async ({ params: { upload } }, asked) => {
  requireHome(asked)
  const { ruleUploads } = asked.services
  const waiting = ruleUploads.find(upload)
  if (waiting === undefined || waiting.person !== asked.person.name) throw new ApiError('not-found')
  const { name, changes: { added, removed, changed: other, rules } } = waiting
  await asked.audit('rules.replace', name, { added: added.length, removed: removed.length, changed: other.length, rules })
  ruleUploads.apply(waiting)
  return { name, rules }
})

const dropRoute = route({
  method: 'delete', path: '/rule-uploads/{upload}', summary: 'Drops rules that were sent', access: CHANGE_RULES, params: z.object({ upload: z.string().max(100) }), status: 204,
}, async ({ params: { upload } }, asked) => {
  requireHome(asked)
  const { ruleUploads } = asked.services
  if (ruleUploads.find(upload)?.person !== asked.person.name) throw new ApiError('not-found')
  ruleUploads.drop(upload)
  return new Response(null, { status: 204 })
})

const removeRoute = route({
  method: 'delete', path: '/rule-sets/{set}', summary: 'Takes a rule set away that was added', access: CHANGE_RULES, params: z.object({ set: z.string().max(100) }), status: 204,
}, async ({ params: { set } }, asked) => {
  const library = requireHome(asked)
  const { sets, areChosen, switches } = library.control
  if (areChosen || !sets.list().some(({ name }) => name === set)) throw new ApiError('not-found')
  const { cards } = await library.shelf()
  await asked.audit('rules.remove', set, { rules: cards.filter(card => card.set === set).length })
  sets.remove(set)
  if (set === LOCAL_SET) for (const id of library.kept.keys()) await switches.dropFilter(id)
  library.changed()
  return new Response(null, { status: 204 })
})

export const ruleSetRoutes: readonly ServerRoute[] = [listRoute, sendRoute, applyRoute, dropRoute, removeRoute]

function uploadView({ id, name, replaces, changes, unread }: WaitingRules): z.infer<typeof uploadSchema> {
  const errors = changes.problems.filter(({ severity }) => severity === 'error')
  return {
    id, name, replaces, rules: changes.rules, filters: changes.filters,
    added: listed(changes.added), removed: listed(changes.removed), changed: listed(changes.changed), same: changes.same,
    problems: errors.slice(0, PROBLEMS_LISTED).map(problemView), errors: errors.length, unread: unread.slice(0, PROBLEMS_LISTED).map(({ path, reason }) => ({ path, reason })),
  }
}

function listed(rules: readonly RuleSummary[]): z.infer<typeof changed> {
  return { count: rules.length, titles: rules.slice(0, CHANGES_LISTED).map(({ id: key, title, level }) => ({ key, title, level })) }
}
