import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Language } from '../model/reason.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import { jsonText } from '../platform/json-text.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import type { ChangeOutcome } from '../register/change-entries.ts'
import { forgetEntry, undoImport } from '../register/change-entries.ts'
import { MOST_IMPORT_BYTES } from '../register/defaults.ts'
import { csvOf } from '../register/export-csv.ts'
import type { ImportFormat } from '../register/import/draft.ts'
import { importFiles } from '../register/import/import-files.ts'
import type { ImportFile } from '../register/import/read-drafts.ts'
import { seenMachines } from '../register/machines.ts'
import { entryView, importReportView, registerImportView, shownEntryView } from '../register/register-view.ts'
import { findEntry, listEntries } from '../store/register/entries.ts'
import type { EntryKind, EntryReference, StoredEntry } from '../store/register/entry.ts'
import { historyOf, listImports } from '../store/register/imports.ts'
import type { Ledger } from '../store/ledger/ledger.ts'
import { REGISTER_WORDS, entryLines, importLines, listLine, importedLine, machineLine } from './register-lines.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface RegisterOptions extends CommonOptions {
  readonly lang: Language
  readonly json?: boolean
  readonly actor?: string
}

export interface RegisterImportOptions extends RegisterOptions {
  readonly format?: ImportFormat
  readonly kind?: EntryKind
  readonly dryRun?: boolean
}

/** `noroshi register import`. Exit code 1 when something was refused. */
export async function registerImport(paths: readonly string[], { format, kind, dryRun = false, json, lang, actor, ...options }: RegisterImportOptions): Promise<number> {
  const files = paths.map((path): ImportFile => ({ name: basename(path), bytes: readImport(path), ...(format !== undefined && { format }), ...(kind !== undefined && { kind }) }))
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const report = importReportView(await importFiles(ledger, files, { person: actorOf(actor), dryRun }))
    await writeLines(terminal().stdout, json === true ? [`${jsonText(report)}\n`] : importLines(report, dryRun, lang))
    return report.counts.refused > 0 ? 1 : 0
  })
}

export interface RegisterListOptions extends RegisterOptions {
  readonly kind?: EntryKind
  readonly text?: string
  readonly imports?: boolean
  readonly learnt?: boolean
  readonly limit: number
}

/** `noroshi register list`. */
export async function registerList({ kind, text, imports, learnt, limit, json, lang, ...options }: RegisterListOptions): Promise<number> {
  const { stdout, stderr } = terminal()
  return withStore(options, readSettings(options), async store => {
    const { ledger } = store
    if (learnt === true) {
      const rows = await seenMachines({ client: store.clickhouse.client, scope: await eventScope(store), ledger }, null, limit)
      await writeLines(stdout, rows.map(row => (json === true ? `${jsonText(row)}\n` : machineLine(row, lang))))
      return 0
    }
    if (imports === true) {
      const rows = (await listImports(ledger, null, limit)).map(registerImportView)
      await writeLines(stdout, rows.map(row => (json === true ? `${jsonText(row)}\n` : importedLine(row, lang))))
      return 0
    }
    const rows = await listEntries(ledger, { ...(kind !== undefined && { kind }), ...(text !== undefined && { text }), limit: limit + 1 })
    await writeLines(stdout, rows.slice(0, limit).map(row => (json === true ? `${jsonText(entryView(row))}\n` : listLine(row))))
    if (rows.length === 0) stderr.write(`${REGISTER_WORDS[lang].none}\n`)
    if (rows.length > limit) stderr.write(`${REGISTER_WORDS[lang].more}\n`)
    return 0
  })
}

/** `noroshi register show`. */
export async function registerShow(kind: EntryKind, key: string, { json, lang, ...options }: RegisterOptions): Promise<number> {
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const entry = await findEntry(ledger, { kind, key })
    if (entry === undefined) throw new NoroshiError('no-such-entry', `the register has no ${kind} ${key}`)
    const shown = shownEntryView(entry, await historyOf(ledger, entry, HISTORY_SHOWN))
    terminal().stdout.write(json === true ? `${jsonText(shown)}\n` : entryLines(shown, lang))
    return 0
  })
}

export interface RegisterExportOptions extends CommonOptions {
  readonly kind?: EntryKind
  readonly format: 'csv' | 'json'
}

/** `noroshi register export`. */
export async function registerExport({ kind, format, ...options }: RegisterExportOptions): Promise<number> {
  if (format === 'csv' && kind === undefined) throw new NoroshiError('usage', 'CSV has the columns of one kind: name it with --kind, or take --format json')
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const entries = await everyEntry(ledger, kind)
    const lines = format === 'csv' && kind !== undefined ? csvOf(kind, entries) : entries.map(entry => `${jsonText(entryView(entry))}\n`)
    await writeLines(terminal().stdout, lines)
    return 0
  })
}

/** `noroshi register forget`. */
export async function registerForget(kind: EntryKind, key: string, { actor, lang, ...options }: RegisterOptions): Promise<number> {
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const outcome: ChangeOutcome = await forgetEntry(ledger, actorOf(actor), { kind, key })
    if (outcome.kind !== 'changed') throw new NoroshiError('no-such-entry', `the register has no ${kind} ${key}`)
    terminal().stdout.write(`${REGISTER_WORDS[lang].forgotten(outcome.number)}\n`)
    return 0
  })
}

/** `noroshi register undo`. Exit code 1 when something stays because it was changed since. */
export async function registerUndo(number: number, { actor, lang, ...options }: RegisterOptions): Promise<number> {
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const report = await undoImport(ledger, actorOf(actor), number)
    if (report === null) throw new NoroshiError('no-such-import', `there is no import ${number} that could be taken back`)
    const words = REGISTER_WORDS[lang]
    await writeLines(terminal().stdout, [`${words.undone(report.restored.length)}\n`, ...report.kept.map(({ kind, key }) => `  ${words.keptSince} ${kind} ${key}\n`)])
    return report.kept.length > 0 ? 1 : 0
  })
}

/** Changes of an entry that are shown. */
const HISTORY_SHOWN = 50

async function everyEntry(ledger: Ledger, kind: EntryKind | undefined): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = []
  for (let after: EntryReference | undefined; ;) {
    const page = await listEntries(ledger, { ...(kind !== undefined && { kind }), ...(after !== undefined && { after }), limit: PAGE })
    entries.push(...page)
    after = page.at(-1)
    if (page.length < PAGE) return entries
  }
}

/** Entries of one question. */
const PAGE = 5_000

/** @throws NoroshiError `no-such-path`, `usage` for what is too large */
function readImport(path: string): Uint8Array {
  try {
    if (statSync(path).size > MOST_IMPORT_BYTES) throw new NoroshiError('usage', `${path} is larger than ${MOST_IMPORT_BYTES / 1_048_576} MiB: cut it into several files`)
    return readFileSync(path)
  } catch (cause) {
    if (cause instanceof NoroshiError) throw cause
    throw new NoroshiError('no-such-path', `${path} cannot be read`, { cause })
  }
}
