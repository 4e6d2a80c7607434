import { z } from '@hono/zod-openapi'
import { forgetEntry, putEntry, undoImport } from '../../../register/change-entries.ts'
import { MOST_IMPORT_BYTES } from '../../../register/defaults.ts'
import { IMPORT_FORMATS } from '../../../register/import/draft.ts'
import { importFiles } from '../../../register/import/import-files.ts'
import { entrySchema, entryView, importReportSchema, importReportView, registerImportSchema, registerImportView, shownEntrySchema, shownEntryView } from '../../../register/register-view.ts'
import { machineSchema, seenMachines } from '../../../register/machines.ts'
import { findEntry, listEntries } from '../../../store/register/entries.ts'
import type { EntryReference } from '../../../store/register/entry.ts'
import { ENTRY_KINDS } from '../../../store/register/entry.ts'
import { historyOf, listImports } from '../../../store/register/imports.ts'
import { decodeCursor, pageOf, pageQuery, takePage } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { eventReader } from '../events/event-reader.ts'
import { CHANGE_REGISTER, LOOK } from '../rights.ts'
import { REGISTER_HISTORY } from './defaults.ts'

const kind = z.enum(ENTRY_KINDS)
const entryParams = z.object({ entry: z.string().max(300).describe('`device:pc-7`, `prefix:192.0.2.0/24`; the slash as %2F') })
const numberParams = z.object({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

const listRoute = route({
  method: 'get', path: '/register-entries', summary: 'What the register knows, by kind and key', access: LOOK,
  query: z.object({ ...pageQuery, kind: kind.optional(), text: z.string().max(200).optional().describe('that an entry says somewhere') }), answer: pageOf(entrySchema),
}, async ({ query: { limit, cursor, kind: only, text } }, { store: { ledger } }) => {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, z.tuple([kind, z.string()]))
  const rows = await listEntries(ledger, {
    limit: limit + 1, ...(only !== undefined && { kind: only }), ...(text !== undefined && { text }), ...(after !== undefined && { after: { kind: after[0], key: after[1] } }),
  })
  return takePage(rows, limit, { key: row => [row.kind, row.key], item: entryView })
})

const detailRoute = route({
  method: 'get', path: '/register-entries/{entry}', summary: 'One entry, with what it said before', access: LOOK, params: entryParams, answer: shownEntrySchema,
}, async ({ params: { entry } }, { store: { ledger } }) => {
  const found = await findEntry(ledger, referenceOf(entry))
  if (found === undefined) throw new ApiError('not-found')
  return shownEntryView(found, await historyOf(ledger, found, REGISTER_HISTORY))
})

const putRoute = route({
  method: 'post', path: '/register-entries', summary: 'Says what an entry is, a known one anew; its fields are those of docs/schemas/register-bodies.schema.json', access: CHANGE_REGISTER,
  body: z.strictObject({ kind, body: z.record(z.string(), z.unknown()) }), answer: entrySchema,
}, async ({ body: { kind: of, body } }, { store: { ledger }, person }) => {
  const outcome = await putEntry(ledger, person.name, of, body)
  if (outcome.kind === 'refused') throw new ApiError('unprocessable', { problem: outcome.reason, field: 'body.body' })
  const entry = outcome.key === undefined ? undefined : await findEntry(ledger, { kind: of, key: outcome.key })
  if (entry === undefined) throw new ApiError('conflict')
  return entryView(entry)
})

const forgetRoute = route({
  method: 'delete', path: '/register-entries/{entry}', summary: 'Removes an entry; its history stays', access: CHANGE_REGISTER, params: entryParams, status: 204,
}, async ({ params: { entry } }, { store: { ledger }, person }) => {
  const { kind: outcome } = await forgetEntry(ledger, person.name, referenceOf(entry))
  if (outcome === 'absent') throw new ApiError('not-found')
})

const importsRoute = route({
  method: 'get', path: '/register-imports', summary: 'Imports and changes by hand, the newest first', access: LOOK, query: z.object(pageQuery), answer: pageOf(registerImportSchema),
}, async ({ query: { limit, cursor } }, { store: { ledger } }) => {
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.int()]))[0]
  return takePage(await listImports(ledger, before, limit + 1), limit, { key: row => [row.number], item: registerImportView })
})

const importRoute = route({
  method: 'post', path: '/register-imports', summary: 'Takes entries from a file: CSV, RDAP, NetBox JSON or LDIF', access: CHANGE_REGISTER,
  query: z.object({
    name: z.string().min(1).max(200).describe('of the file'), format: z.enum(IMPORT_FORMATS).optional().describe('instead of what the content looks like'),
    kind: kind.optional().describe('of the entries of a CSV file without a column for it'), dryRun: z.enum(['true', 'false']).default('false').describe('only tell what would be done'),
  }),
  bytes: { mediaType: 'application/octet-stream', most: MOST_IMPORT_BYTES }, answer: importReportSchema,
}, async ({ query: { name, format, kind: of, dryRun } }, { store: { ledger }, person, request }) => {
  const bytes = new Uint8Array(await request.arrayBuffer())
  const file = { name, bytes, ...(format !== undefined && { format }), ...(of !== undefined && { kind: of }) }
  return importReportView(await importFiles(ledger, [file], { person: person.name, dryRun: dryRun === 'true' }))
})

const undoRoute = route({
  method: 'post', path: '/register-imports/{number}/undo', summary: 'Takes an import back, but for what was changed since', access: CHANGE_REGISTER, params: numberParams,
  answer: z.object({ number: z.int().nullable().describe('of the import that did it'), restored: z.int(), kept: z.array(z.object({ kind, key: z.string() })).describe('changed since, and left') }).openapi('RegisterUndo'),
}, async ({ params: { number } }, { store: { ledger }, person }) => {
  const report = await undoImport(ledger, person.name, number)
  if (report === null) throw new ApiError('not-found')
  return { number: report.number, restored: report.restored.length, kept: report.kept.map(each => ({ kind: each.kind, key: each.key })) }
})

const machinesRoute = route({
  method: 'get', path: '/register-machines', summary: 'Machines that logs tell of, with when they were seen first and last, and whether the register knows them', access: LOOK,
  query: z.object(pageQuery), answer: pageOf(machineSchema),
}, async ({ query: { limit, cursor } }, asked) => {
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string()]))[0]
  const { client, scope } = await eventReader(asked, null)
  return takePage(await seenMachines({ client, scope, ledger: asked.store.ledger }, after, limit + 1), limit, { key: row => [row.mac], item: row => row })
})

export const registerRoutes: readonly ServerRoute[] = [machinesRoute, listRoute, detailRoute, putRoute, forgetRoute, importsRoute, importRoute, undoRoute]

/** @throws ApiError `not-found` */
function referenceOf(text: string): EntryReference {
  const colon = text.indexOf(':')
  const parsed = kind.safeParse(text.slice(0, colon))
  if (!parsed.success) throw new ApiError('not-found')
  return { kind: parsed.data, key: text.slice(colon + 1) }
}
