import type { Language } from '../model/reason.ts'
import type { Severity } from '../model/severity.ts'
import { listCases } from '../store/cases/list-cases.ts'
import { decisionsWithoutEvidence } from '../store/decisions/decision-history.ts'
import type { CaseStatus } from '../store/decisions/decision.ts'
import { caseLine, decisionLine, decisionView, listedCase } from './case-views.ts'
import { CASE_WORDS } from './case-words.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface CaseListOptions extends CommonOptions {
  readonly status: readonly CaseStatus[]
  readonly severity: readonly Severity[]
  readonly minPriority?: number
  readonly owner?: string
  readonly text?: string
  readonly limit: number
  /** What people entered about matches that are gone, instead. */
  readonly withoutEvidence?: boolean
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi case list`: the queue, the most urgent first. */
export async function caseList({ status, severity, minPriority, owner, text, limit, withoutEvidence, json, lang, ...options }: CaseListOptions): Promise<number> {
  const { stdout, stderr } = terminal()
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const words = CASE_WORDS[lang]
    if (withoutEvidence === true) {
      const lost = await decisionsWithoutEvidence(ledger, limit)
      await writeLines(stdout, lost.map(each => (json === true ? `${JSON.stringify(decisionView(each))}\n` : decisionLine(each, lang))))
      return 0
    }
    const rows = await listCases(ledger, {
      ...(status.length > 0 && { status }), ...(severity.length > 0 && { severity }), ...(minPriority !== undefined && { minPriority }),
      ...(owner !== undefined && { owner }), ...(text !== undefined && { text }), limit: limit + 1,
    })
    await writeLines(stdout, rows.slice(0, limit).map(row => (json === true ? `${JSON.stringify(listedCase(row))}\n` : caseLine(row, lang))))
    if (rows.length === 0) stderr.write(`${words.none}\n`)
    if (rows.length > limit) stderr.write(`${words.more}\n`)
    return 0
  })
}
