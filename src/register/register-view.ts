import * as z from 'zod'
import { formatTime } from '../model/time.ts'
import type { StoredEntry } from '../store/register/entry.ts'
import { ENTRY_KINDS } from '../store/register/entry.ts'
import type { RegisterChange, RegisterImport } from '../store/register/imports.ts'
import type { ImportReport } from './import/import-files.ts'

/** Entries and imports as they are printed and answered. */

const time = z.string().describe('ISO 8601 UTC with microseconds')
const count = z.int().min(0)
const body = z.record(z.string(), z.unknown()).describe('by the fields of its kind (register-bodies)')
const number = z.int().min(1).describe('of the import')
const counts = z.strictObject({ created: count, changed: count, removed: count, same: count, refused: count })

export const entrySchema = z.strictObject({
  kind: z.enum(ENTRY_KINDS), key: z.string(), body, import: number.describe('the import that wrote it last'), changedAt: time,
}).meta({ title: 'An entry of the register', description: 'one line of `noroshi register list --json`' })

const historySchema = z.strictObject({ number, person: z.string(), at: time, before: body.nullable().describe('null where it was new'), after: body.nullable().describe('null where it was removed') })

export const shownEntrySchema = entrySchema.extend({ history: z.array(historySchema).describe('the newest first') })
  .meta({ title: 'An entry with its history', description: '`noroshi register show --json`' })

export const importReportSchema = z.strictObject({
  number: number.nullable().describe('null where nothing was changed'),
  counts,
  lines: z.array(z.strictObject({
    file: z.string(),
    line: z.int().nullable(),
    result: z.enum(['created', 'changed', 'same', 'refused']),
    kind: z.enum(ENTRY_KINDS).nullable(),
    key: z.string().nullable(),
    fields: z.array(z.string()).describe('of what is changed'),
    reason: z.string().nullable().describe('why it was refused'),
  })),
}).meta({ title: 'What an import did', description: '`noroshi register import --json`, and with `--dry-run` what it would do' })

export const registerImportSchema = z.strictObject({
  number, person: z.string(), at: time, source: z.string().describe('the files, or what was changed by hand'), counts, undoneAt: time.nullable(),
}).meta({ title: 'An import', description: 'one line of `noroshi register list --imports --json`' })

export function entryView({ kind, key, body: says, import: by, changedAt }: StoredEntry): z.infer<typeof entrySchema> {
  return { kind, key, body: { ...says }, import: by, changedAt: dateText(changedAt) }
}

export function shownEntryView(entry: StoredEntry, history: readonly (RegisterChange & Pick<RegisterImport, 'number' | 'person' | 'at'>)[]): z.infer<typeof shownEntrySchema> {
  return { ...entryView(entry), history: history.map(({ number: by, person, at, before, after }) => ({ number: by, person, at: dateText(at), before: before && { ...before }, after: after && { ...after } })) }
}

export function importReportView({ number: by, counts: done, lines }: ImportReport): z.infer<typeof importReportSchema> {
  return { number: by, counts: { ...done }, lines: lines.map(line => ({ ...line, fields: [...line.fields] })) }
}

export function registerImportView({ number: by, person, at, source, counts: done, undoneAt }: RegisterImport): z.infer<typeof registerImportSchema> {
  return { number: by, person, at: dateText(at), source, counts: { ...done }, undoneAt: undoneAt === null ? null : dateText(undoneAt) }
}

function dateText(date: Date): string {
  return formatTime(date.getTime() * 1_000)
}
