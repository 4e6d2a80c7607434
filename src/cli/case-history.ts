import { resolveCase } from '../store/cases/resolve-case.ts'
import { findCaseId } from '../store/cases/find-case-id.ts'
import { decisionsOf } from '../store/decisions/decision-history.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import type { CaseOptions } from './case-show.ts'
import { decisionLine, decisionView } from './case-views.ts'
import { CASE_WORDS } from './case-words.ts'
import { readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

/** `noroshi case history`: everything people entered about a case, what was taken back included, the newest first. */
export async function caseHistory(named: string, { json, lang, ...options }: CaseOptions): Promise<number> {
  return withStore(options, readSettings(options), async ({ ledger }) => {
    const id = await findCaseId(ledger, named)
    const now = await resolveCase(ledger.pool, ledger.organisation, id)
    if (now === undefined) throw new NoroshiError('no-such-case', `there is no case ${id}, and nothing holds what it began with`)
    const decisions = await decisionsOf(ledger, now)
    const { stdout, stderr } = terminal()
    await writeLines(stdout, decisions.map(each => (json === true ? `${JSON.stringify(decisionView(each))}\n` : decisionLine(each, lang))))
    if (decisions.length === 0) stderr.write(`${CASE_WORDS[lang].noDecisions}\n`)
    return 0
  })
}
