import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { VerdictRules } from '../../model/verdict.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { rejudgeCase } from '../cases/rejudge-case.ts'
import { anchorOfCase, anchorOfFinding } from '../cases/case-anchor.ts'
import { casesChanged } from '../cases/case-epoch.ts'
import { caseOfFinding, resolveCase } from '../cases/resolve-case.ts'
import type { Anchor } from '../cases/stored-case.ts'
import { addAudit } from '../ledger/audit.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow } from '../postgres/rows.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { ensureAnchor } from './anchors.ts'
import { refreshStateOf } from './case-state.ts'
import type { Decision, StoredDecision } from './decision.ts'
import { decisionById } from './decision-history.ts'

/** Who enters something, and the name under which the client sends it: sent twice, it is entered once. */
export interface Entry {
  readonly person: string
  /** At most 200 characters, made by the client before it sends; a UUID, say. */
  readonly key: string
}

/**
 * Enters what a person decided about a case, under the first match of what they looked at, with its audit record, in one step; the case
 * shows it at once. Entered again under the same key it comes to the same.
 *
 * @param id of the case, or one it had earlier
 * @throws {NoroshiError} `no-such-case`, `bad-decision` for a key that stands for something else
 */
export async function recordDecision(ledger: Ledger, id: string, decision: Decision, entry: Entry, rules: VerdictRules): Promise<StoredDecision> {
  return changing(ledger, async client => {
    const { organisation } = ledger
    await holdFold(client, organisation)
    const known = await enteredAs(client, organisation, entry)
    if (known !== undefined) {
      if (known.kind !== decision.kind || known.value !== decision.value) throw keyTaken(entry)
      return decisionById(client, organisation, known.id)
    }
    const caseId = await resolveCase(client, organisation, id)
    const anchor = caseId === undefined ? undefined : await anchorOfCase(client, organisation, caseId)
    if (caseId === undefined || anchor === undefined) throw new NoroshiError('no-such-case', `there is no case ${id}`)
    const other = decision.kind === 'together' || decision.kind === 'apart' ? await otherAnchor(client, organisation, decision.value, anchor) : null
    await ensureAnchor(client, organisation, anchor)
    if (other !== null) await ensureAnchor(client, organisation, other)
    const entered = parseRow(z.object({ id: z.number() }), await client.query(`
      insert into decision (organisation, key, match, kind, value, other, case_id, person) values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict (organisation, key) do nothing returning id`,
    [organisation, entry.key, anchor.match, decision.kind, decision.value, other?.match ?? null, caseId, entry.person]))
    // The same key was entered a moment ago, from elsewhere: the next try finds it.
    if (entered === undefined) throw new SentTwice()
    if (decision.kind === 'verdict') {
      await client.query(`
        insert into judged_finding (decision, organisation, finding) select $2, $1, finding from case_finding where organisation = $1 and case_id = $3`,
      [organisation, entered.id, caseId])
    }
    await addAudit(client, organisation, {
      person: entry.person, action: `decision.${decision.kind}`, subject: caseId,
      details: { decision: entered.id, match: anchor.match, value: decision.value },
    })
    await refreshStateOf(client, organisation, caseId)
    if (decision.kind === 'verdict') await rejudgeCase(client, organisation, caseId, rules)
    return decisionById(client, organisation, entered.id)
  })
}

/**
 * Takes a decision back by a new one that says so; both stay in the history, and what held before holds again.
 *
 * @throws {NoroshiError} `no-such-decision`, `bad-decision` for a withdrawal, or one that is withdrawn already
 */
export async function withdrawDecision(ledger: Ledger, decision: number, entry: Entry, rules: VerdictRules): Promise<StoredDecision> {
  return changing(ledger, async client => {
    const { organisation } = ledger
    await holdFold(client, organisation)
    const known = await enteredAs(client, organisation, entry)
    if (known !== undefined) {
      if (known.kind !== 'withdrawal' || known.value !== String(decision)) throw keyTaken(entry)
      return decisionById(client, organisation, known.id)
    }
    // Held: two people who take it back at once do it one after the other.
    await client.query('select from decision where organisation = $1 and id = $2 for update', [organisation, decision])
    const taken = await decisionById(client, organisation, decision)
    if (taken.kind === 'withdrawal') throw new NoroshiError('bad-decision', `${decision} took a decision back; enter that decision again instead`)
    if (taken.withdrawnBy !== null) throw new NoroshiError('bad-decision', `decision ${decision} was taken back already`)
    const entered = parseRow(z.object({ id: z.number() }), await client.query(`
      insert into decision (organisation, key, match, kind, value, withdraws, case_id, person) values ($1, $2, $3, 'withdrawal', $4, $5, $6, $7)
      on conflict (organisation, key) do nothing returning id`,
    [organisation, entry.key, taken.match, String(decision), decision, taken.shownOn ?? taken.enteredOn, entry.person]))
    if (entered === undefined) throw new SentTwice()
    await addAudit(client, organisation, {
      person: entry.person, action: 'decision.withdrawal', subject: taken.shownOn ?? taken.enteredOn, details: { decision: entered.id, withdraws: decision, match: taken.match },
    })
    if (taken.shownOn !== null) {
      await refreshStateOf(client, organisation, taken.shownOn)
      if (taken.kind === 'verdict') await rejudgeCase(client, organisation, taken.shownOn, rules)
    }
    return decisionById(client, organisation, entered.id)
  })
}

/** One transaction that changes how cases look, also when its answer is lost. */
async function changing<Result>({ pool, organisation }: Ledger, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  try {
    return await inTransaction(pool, work)
  } finally {
    casesChanged(pool, organisation)
  }
}

/** Two senders of one key at once; tried again like whatever lost against another. The code is PostgreSQL's for a serialization failure. */
class SentTwice extends Error {
  readonly code = '40001'
}

/** No generation of cases comes between: what is read here is one, and the fold that follows sees what is entered here. */
async function holdFold(client: PoolClient, organisation: string): Promise<void> {
  await client.query('select from fold where organisation = $1 for share', [organisation])
}

const knownRow = z.object({ id: z.number(), kind: z.string(), value: z.string() })

async function enteredAs(client: PoolClient, organisation: string, entry: Entry): Promise<z.infer<typeof knownRow> | undefined> {
  const { key, person } = entry
  if (key === '' || key.length > 200 || key.includes('\0') || !key.isWellFormed()) throw new NoroshiError('bad-decision', 'the key of a decision is 1 to 200 characters of text')
  const known = parseRow(knownRow.extend({ person: z.string() }), await client.query(
    'select id, kind, value, person from decision where organisation = $1 and key = $2', [organisation, key]))
  if (known !== undefined && known.person !== person) throw keyTaken(entry)
  return known
}

function keyTaken({ key }: Entry): NoroshiError {
  return new NoroshiError('bad-decision', `the key ${key} was used for another decision`)
}

/** The first match of the other case, or of the finding; neither may be the very same. */
async function otherAnchor(client: PoolClient, organisation: string, id: string, anchor: Anchor): Promise<Anchor> {
  const other = await caseOfFinding(client, organisation, id) === undefined
    ? await anchorOfCase(client, organisation, await resolveCase(client, organisation, id))
    : await anchorOfFinding(client, organisation, id)
  if (other === undefined) throw new NoroshiError('no-such-case', `there is no case or finding ${id}`)
  if (other.match === anchor.match) throw new NoroshiError('bad-decision', `${id} begins with the same match as the case it is compared with`)
  return other
}
