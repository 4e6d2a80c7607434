import type { Ledger } from '../../store/ledger/ledger.ts'
import type { EntryInput, EntryKind, EntryReference, StoredEntry } from '../../store/register/entry.ts'
import type { ImportCounts, RegisterPlan } from '../../store/register/imports.ts'
import { changeRegister, entryId, presentEntries } from '../../store/register/imports.ts'
import { readEntry } from '../entry/entry-input.ts'
import type { Draft } from './draft.ts'
import type { ImportFile } from './read-drafts.ts'
import { readDrafts } from './read-drafts.ts'

/** What an import did, or would do, with one thing that a file says. */
export interface ImportLine {
  readonly file: string
  /** From 1; null where the form has no lines. */
  readonly line: number | null
  readonly result: 'created' | 'changed' | 'same' | 'refused'
  /** Null for what is refused before it is known. */
  readonly kind: EntryKind | null
  readonly key: string | null
  /** Of what is changed. */
  readonly fields: readonly string[]
  /** Of what is refused. */
  readonly reason: string | null
}

export interface ImportReport {
  /** Null where nothing was changed, or was to be. */
  readonly number: number | null
  readonly counts: ImportCounts
  readonly lines: readonly ImportLine[]
}

/** How an import is to be done. */
export interface ImportWish {
  readonly person: string
  /** Only tells what would be done. */
  readonly dryRun: boolean
}

/**
 * Takes files into the register: new entries are made, of known ones the fields that the file speaks of are changed, the others stay; what does not fit is refused by itself. All in one
 * transaction, which `undoImport` takes back.
 */
export async function importFiles(ledger: Ledger, files: readonly ImportFile[], { person, dryRun }: ImportWish): Promise<ImportReport> {
  const refused: ImportLine[] = []
  const drafts: FileDraft[] = []
  for (const file of files) {
    const read = readDrafts(file)
    refused.push(...read.refusals.map(({ line, reason }) => refusedLine(file.name, line, reason)))
    drafts.push(...read.drafts.map(draft => ({ ...draft, file: file.name })))
  }
  const known = drafts.flatMap(draft => {
    const key = keyOf(draft)
    if ('problem' in key) refused.push({ ...refusedLine(draft.file, draft.line, key.problem), kind: draft.kind })
    return 'problem' in key ? [] : [{ draft, reference: { kind: draft.kind, key: key.key } }]
  })
  const named = [...new Map(known.map(({ reference }) => [entryId(reference), reference])).values()]
  let planned = plan(known, refused, new Map())
  const replan = (present: ReadonlyMap<string, StoredEntry>): RegisterPlan => (planned = plan(known, refused, present)).plan
  if (dryRun) replan(await presentEntries(ledger, named))
  const number = dryRun ? null : await changeRegister(ledger, { person, source: files.map(({ name }) => name).join(', ').slice(0, MOST_SOURCE) }, named, replan)
  return { number, counts: planned.plan.counts, lines: planned.lines }
}

interface FileDraft extends Draft {
  readonly file: string
}

interface KnownDraft {
  readonly draft: FileDraft
  readonly reference: EntryReference
}

function plan(known: readonly KnownDraft[], refused: readonly ImportLine[], present: ReadonlyMap<string, StoredEntry>): { readonly plan: RegisterPlan; readonly lines: readonly ImportLine[] } {
  const lines: ImportLine[] = [...refused]
  const writes = new Map<string, EntryInput>()
  const first = new Map<string, FileDraft>()
  for (const { draft, reference } of known) {
    const { file, line, kind, body } = draft
    const id = entryId(reference)
    const before = present.get(id)?.body
    const earlier = first.get(id)
    if (earlier !== undefined && !isSame(earlier.body, body)) {
      lines.push({ ...refusedLine(file, line, `says something else of the same ${kind} than ${earlier.file}${earlier.line === null ? '' : `:${earlier.line}`}`), kind, key: reference.key })
      continue
    }
    first.set(id, draft)
    const read = readEntry(kind, { ...before, ...body })
    if ('problem' in read) {
      lines.push({ ...refusedLine(file, line, read.problem), kind, key: reference.key })
      continue
    }
    const after = read.entry.body
    const fields = Object.keys(after).filter(name => !isSame(before?.[name], after[name]))
    const result = before === undefined && earlier === undefined ? 'created' : fields.length === 0 || earlier !== undefined ? 'same' : 'changed'
    lines.push({ file, line, result, kind, key: reference.key, fields: result === 'changed' ? fields : [], reason: null })
    if (result !== 'same') writes.set(id, read.entry)
  }
  const count = (result: ImportLine['result']) => lines.filter(each => each.result === result).length
  const counts = { created: count('created'), changed: count('changed'), removed: 0, same: count('same'), refused: count('refused') }
  return { plan: { writes: [...writes.values()], removals: [], counts }, lines }
}

/** A draft's key is that of the entry it would make alone, or of the fields that a key is made of. */
function keyOf({ kind, body }: Draft): { readonly key: string } | { readonly problem: string } {
  const read = readEntry(kind, body)
  return 'problem' in read ? read : { key: read.entry.key }
}

function refusedLine(file: string, line: number | null, reason: string): ImportLine {
  return { file, line, result: 'refused', kind: null, key: null, fields: [], reason }
}

/** Bodies are JSON, their fields in the order of the schema. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Characters of file names that an import is remembered by. */
const MOST_SOURCE = 1_000
