import { randomUUID } from 'node:crypto'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { findCaseId } from '../store/cases/find-case-id.ts'
import type { Decision, StoredDecision } from '../store/decisions/decision.ts'
import { decisionSchema } from '../store/decisions/decision.ts'
import { recordDecision, withdrawDecision } from '../store/decisions/record-decision.ts'
import type { Ledger } from '../store/ledger/ledger.ts'
import { verdictRules } from '../triage/index.ts'
import type { CaseOptions } from './case-show.ts'
import { decisionLine, decisionView } from './case-views.ts'
import { actorOf, readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

interface EntryOptions extends CaseOptions {
  readonly actor?: string
  /** Makes a script's call safe to repeat. */
  readonly key?: string
}

export interface CaseDecideOptions extends EntryOptions {
  readonly verdict?: string
  readonly status?: string
  readonly owner?: string
  readonly note?: string
  readonly together?: string
  readonly apart?: string
}

const KINDS = ['verdict', 'status', 'owner', 'note', 'together', 'apart'] as const

/** `noroshi case decide`: enters a verdict, a status, an owner, a note, or what belongs together. */
export async function caseDecide(named: string, options: CaseDecideOptions): Promise<number> {
  const asked = KINDS.flatMap(kind => options[kind] === undefined ? [] : [{ kind, value: options[kind] }])
  if (asked.length === 0) throw new NoroshiError('usage', 'say what to enter: --verdict, --status, --owner, --note, --together or --apart')
  const decisions = asked.map(parseDecision)
  return entered(options, async (ledger, { person, key }) => {
    const id = await findCaseId(ledger, named)
    const stored: StoredDecision[] = []
    for (const decision of decisions) stored.push(await recordDecision(ledger, id, decision, { person, key: `${key}:${decision.kind}` }, verdictRules))
    return stored
  })
}

/** `noroshi case undo`: takes a decision back; what held before it holds again. */
export async function caseUndo(decision: number, options: EntryOptions): Promise<number> {
  return entered(options, async (ledger, entry) => [await withdrawDecision(ledger, decision, entry, verdictRules)])
}

async function entered(
  { json, lang, actor, key, ...options }: EntryOptions, enter: (ledger: Ledger, entry: { readonly person: string; readonly key: string }) => Promise<StoredDecision[]>,
): Promise<number> {
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const stored = await enter(ledger, { person: actorOf(actor), key: key ?? randomUUID() })
    await writeLines(terminal().stdout, stored.map(each => (json === true ? `${JSON.stringify(decisionView(each))}\n` : decisionLine(each, lang))))
    return 0
  })
}

function parseDecision(asked: { readonly kind: string; readonly value: string }): Decision {
  const parsed = decisionSchema.safeParse(asked)
  if (parsed.success) return parsed.data
  throw new NoroshiError('bad-decision', `--${asked.kind}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`)
}
