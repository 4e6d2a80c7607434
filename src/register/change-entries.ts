import type { Ledger } from '../store/ledger/ledger.ts'
import type { EntryKind, EntryReference, StoredEntry } from '../store/register/entry.ts'
import { changeRegister, changesOf, entryId, findImport } from '../store/register/imports.ts'
import { readEntry } from './entry/entry-input.ts'

/** What came of a change by hand. */
export type ChangeOutcome =
  | { readonly kind: 'changed'; readonly number: number }
  | { readonly kind: 'same' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly reason: string }

/** Says anew what an entry is: nothing of what it said before stays. The key is made of what it says. */
export async function putEntry(ledger: Ledger, person: string, kind: EntryKind, body: unknown): Promise<ChangeOutcome & { readonly key?: string }> {
  const read = readEntry(kind, body)
  if ('problem' in read) return { kind: 'refused', reason: read.problem }
  const { entry } = read
  const number = await changeRegister(ledger, { person, source: `${kind} ${entry.key}` }, [entry], present => {
    const before = present.get(entryId(entry))
    const isSame = before !== undefined && JSON.stringify(before.body) === JSON.stringify(entry.body)
    return {
      writes: isSame ? [] : [entry], removals: [],
      counts: { created: before === undefined ? 1 : 0, changed: before !== undefined && !isSame ? 1 : 0, removed: 0, same: isSame ? 1 : 0, refused: 0 },
    }
  })
  return { ...(number === null ? { kind: 'same' } : { kind: 'changed', number }), key: entry.key }
}

/** Removes an entry; what it said stays in its history. */
export async function forgetEntry(ledger: Ledger, person: string, reference: EntryReference): Promise<ChangeOutcome> {
  const number = await changeRegister(ledger, { person, source: `${reference.kind} ${reference.key}` }, [reference], present => {
    const removals = present.has(entryId(reference)) ? [reference] : []
    return { writes: [], removals, counts: { created: 0, changed: 0, removed: removals.length, same: 0, refused: 0 } }
  })
  return number === null ? { kind: 'absent' } : { kind: 'changed', number }
}

/** What came of taking an import back. */
export interface UndoReport {
  /** Of the import that did it; null where nothing could be taken back. */
  readonly number: number | null
  readonly restored: readonly EntryReference[]
  /** What somebody has changed since stays as it is. */
  readonly kept: readonly EntryReference[]
}

/** Takes an import back: each entry says what it said before, unless it was changed since. Null where there is no such import, or it was taken back already. */
export async function undoImport(ledger: Ledger, person: string, number: number): Promise<UndoReport | null> {
  const found = await findImport(ledger, number)
  if (found === undefined || found.undoneAt !== null) return null
  const changes = await changesOf(ledger, number)
  let report: Omit<UndoReport, 'number'> = { restored: [], kept: [] }
  const undone = await changeRegister(ledger, { person, source: `undo ${number}`, undoes: number }, changes, present => {
    const isAsLeft = (entry: StoredEntry | undefined, after: unknown) => (after === null ? entry === undefined : JSON.stringify(entry?.body) === JSON.stringify(after))
    const open = changes.filter(change => isAsLeft(present.get(entryId(change)), change.after))
    report = { restored: open.map(referenceOf), kept: changes.filter(change => !open.includes(change)).map(referenceOf) }
    const writes = open.flatMap(({ kind, before }) => {
      const read = before === null ? null : readEntry(kind, before)
      return read !== null && 'entry' in read ? [read.entry] : []
    })
    const removals = open.filter(({ before }) => before === null)
    return { writes, removals, counts: { created: 0, changed: writes.length, removed: removals.length, same: 0, refused: report.kept.length } }
  })
  return { number: undone, ...report }
}

function referenceOf({ kind, key }: EntryReference): EntryReference {
  return { kind, key }
}
