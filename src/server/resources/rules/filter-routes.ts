import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { StoredFinding } from '../../../store/cases/read-findings.ts'
import { findingsByIds } from '../../../store/cases/read-findings.ts'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { CHANGE_RULES, DECIDE, SEE_BYTES } from '../rights.ts'
import { idParams } from '../shapes.ts'
import { reason } from './change-routes.ts'
import { FILTER_LENGTH, LOCAL_SET } from './defaults.ts'
import { requireHome } from './home.ts'
import { eventsOfAttacks, eventsOfFinding, proofSchema, proveFilter } from './prove-filter.ts'
import type { RuleLibrary } from './rule-library.ts'

/** Filters that are made from a finding which was no attack: drafted, proved on what is stored, kept, and taken away again. */

const text = z.string().min(1).max(FILTER_LENGTH).refine(each => !each.includes('\0') && each.isWellFormed(), 'has characters that are no text')

const draftSchema = z.object({
  text: z.string().describe('a Sigma filter, to be edited'),
  fields: z.array(z.object({ field: z.string(), values: z.array(z.string()), reason: z.enum(['rule', 'what', 'who', 'distinguishes']) })),
  proof: proofSchema,
})

const draftRoute = route({
  method: 'get', path: '/findings/{id}/filter', summary: 'Drafts a narrow filter for a finding\'s events, and tries it on what is stored; written down in the audit trail',
  access: SEE_BYTES, params: idParams, answer: z.object({ draft: draftSchema.nullable().describe('null: the rule is a correlation, or no longer loaded') }),
}, async ({ params: { id } }, asked) => {
  const library = requireHome(asked)
  const finding = await requireFinding(asked, id)
  const [silence, keep] = await Promise.all([eventsOfFinding(asked, finding), eventsOfAttacks(asked, finding)]).catch((cause: unknown) => { throw storeErrorOf(cause) })
  await asked.audit('finding.draft-filter', id, { rule: finding.finding.rule.id })
  const date = new Date().toISOString().slice(0, 10)
  const title = `Filter: ${finding.finding.rule.title} on ${finding.finding.subject.value}`.slice(0, TITLE_LENGTH)
  const draft = silence.length === 0 ? null : (await library.shelf()).draftFilter(finding.finding.rule.id, { id: randomUUID(), title, date, author: asked.person.displayName, silence, keep })
  const proved = draft === null ? null : await proveFilter(asked, finding, draft.text)
  if (draft === null || proved === null) return { draft: null }
  return { draft: { text: draft.text, fields: draft.fields.map(({ field, values, reason: why }) => ({ field, values: [...values], reason: why })), proof: proved.proof } }
})

const proveRoute = route({
  method: 'post', path: '/findings/{id}/filter-proof', summary: 'Tries a filter on what is stored: what it would silence, and whether anything known to be an attack would be lost',
  access: DECIDE, params: idParams, body: z.object({ text }), answer: proofSchema,
}, async ({ params: { id }, body }, asked) => {
  requireHome(asked)
  const proved = await proveFilter(asked, await requireFinding(asked, id), body.text)
  if (proved === null) throw new ApiError('conflict', { problem: 'the rule is a correlation, or no longer loaded' })
  return proved.proof
})

const keepRoute = route({
  method: 'post', path: '/findings/{id}/filter', summary: 'Keeps a filter in the local rule set, for the evidence that is read from now on', access: CHANGE_RULES, status: 201, params: idParams,
  body: z.object({
    text, reason,
    ends: z.iso.datetime({ offset: true }).optional().describe('from then on it holds no longer'),
    anyway: z.boolean().default(false).describe('also where its proof fails: the reason says why'),
  }),
  answer: z.object({ id: z.string(), proof: proofSchema }),
}, async ({ params: { id }, body: { text: filter, reason: why, ends, anyway } }, asked) => {
  const library = requireHome(asked)
  const finding = await requireFinding(asked, id)
  const proved = await proveFilter(asked, finding, filter)
  if (proved === null) throw new ApiError('conflict', { problem: 'the rule is a correlation, or no longer loaded' })
  const { trial, proof } = proved
  if (!proof.usable) throw new ApiError('unprocessable', { problem: proof.problems[0]?.message ?? 'this is no filter for this rule' })
  if (!proof.holds && !anyway) throw new ApiError('conflict', { problem: 'its proof fails: it silences nothing of the finding, or loses what is known to be an attack' })
  if (library.control.areChosen) throw new ApiError('conflict', { problem: 'noroshi.yaml names the directories of rules: put the filter there' })
  if (await isTaken(library, trial.id)) throw new ApiError('conflict', { problem: 'a rule or filter has this id already' })
  if (ends !== undefined && Date.parse(ends) <= Date.now()) throw new ApiError('unprocessable', { problem: 'it would have ended already', field: 'body.ends' })
  await asked.audit('filter.keep', trial.id, { rule: finding.finding.rule.id, finding: id, reason: why, ends: ends ?? null, anyway, text: filter, silences: proof.stored.silenced })
  const { sets, switches } = library.control
  const at = new Date().toISOString()
  await switches.keepFilter({ id: trial.id, rule: finding.finding.rule.id, finding: id, by: asked.person.name, at, reason: why, ends: ends === undefined ? null : new Date(ends).toISOString() })
  sets.replace(LOCAL_SET, sets.prepare([...sets.filesOf(LOCAL_SET), { path: fileOf(trial.id), text: filter }]))
  library.changed()
  return { id: trial.id, proof }
})

const removeRoute = route({
  method: 'delete', path: '/rule-filters/{filter}', summary: 'Takes a filter away that was made from a finding', access: CHANGE_RULES, params: z.object({ filter: z.string().min(1).max(500) }), status: 204,
}, async ({ params: { filter } }, asked) => {
  const library = requireHome(asked)
  const kept = library.kept.get(filter)
  if (kept === undefined) throw new ApiError('not-found')
  const { sets, switches } = library.control
  const files = sets.filesOf(LOCAL_SET)
  await asked.audit('filter.remove', filter, { rule: kept.rule, text: files.find(({ path }) => path === fileOf(filter))?.text ?? null })
  sets.replace(LOCAL_SET, sets.prepare(files.filter(({ path }) => path !== fileOf(filter))))
  await switches.dropFilter(filter)
  library.changed()
  return new Response(null, { status: 204 })
})

export const filterRoutes: readonly ServerRoute[] = [draftRoute, proveRoute, keepRoute, removeRoute]

/** Characters of the title of a draft. */
const TITLE_LENGTH = 200

/** @throws ApiError `not-found` */
async function requireFinding({ store: { ledger } }: Asked, id: string): Promise<StoredFinding> {
  const [finding] = await findingsByIds(ledger.pool, ledger.organisation, [id])
  if (finding === undefined) throw new ApiError('not-found')
  return finding
}

async function isTaken(library: RuleLibrary, id: string): Promise<boolean> {
  const shelf = await library.shelf()
  return library.kept.has(id) || shelf.filters.some(filter => filter.id === id) || shelf.cards.some(({ summary }) => summary.id === id)
}

/** The id is what a person wrote: it is no path. */
function fileOf(id: string): string {
  return `filters/${/^[\w-]{1,80}$/.test(id) ? id : Buffer.from(id).toString('hex').slice(0, FILE_NAME_LENGTH)}.yml`
}

/** Characters, fewer than a file system takes. */
const FILE_NAME_LENGTH = 200
