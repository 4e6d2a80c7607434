import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { addAudit } from './audit.ts'
import type { Ledger } from './ledger.ts'

/**
 * What a person entered about a match: the earliest in what they looked at. It shows on whatever finding or case holds that match now.
 * `keep-together` and `keep-apart` name another match.
 */
export type Decision =
  | { readonly kind: 'verdict'; readonly value: 'malicious' | 'benign' | 'undecided' }
  | { readonly kind: 'owner'; readonly value: string }
  | { readonly kind: 'status'; readonly value: 'open' | 'in progress' | 'closed' }
  | { readonly kind: 'note'; readonly value: string }
  | { readonly kind: 'keep-together' | 'keep-apart'; readonly value: string }

export type StoredDecision = Decision & {
  readonly id: number
  readonly match: string
  readonly person: string
  readonly at: Date
}

const stored = { id: z.number(), match: z.string(), person: z.string(), at: z.date() }

const decisionRow: z.ZodType<StoredDecision> = z.discriminatedUnion('kind', [
  z.object({ ...stored, kind: z.literal('verdict'), value: z.enum(['malicious', 'benign', 'undecided']) }),
  z.object({ ...stored, kind: z.literal('owner'), value: z.string() }),
  z.object({ ...stored, kind: z.literal('status'), value: z.enum(['open', 'in progress', 'closed']) }),
  z.object({ ...stored, kind: z.literal('note'), value: z.string() }),
  z.object({ ...stored, kind: z.literal('keep-together'), value: z.string() }),
  z.object({ ...stored, kind: z.literal('keep-apart'), value: z.string() }),
])

/** Enters a decision; earlier ones stay in the history. */
export async function decide(ledger: Ledger, match: string, { kind, value }: Decision, person: string): Promise<void> {
  const attempt = randomUUID()
  await inTransaction(ledger.pool, async client => {
    const { organisation } = ledger
    const { rowCount } = await client.query(`
      insert into decision (attempt, organisation, match, kind, value, person) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [attempt, organisation, match, kind, JSON.stringify(value), JSON.stringify(person)])
    if (rowCount === 1) await addAudit(client, organisation, { person, action: `decision.${kind}`, subject: match, details: { value } })
  })
}

/** Everything entered about these matches, or about any, oldest first: of two of a kind the later holds. */
export async function decisions({ pool, organisation }: Ledger, matches: readonly string[] | null = null): Promise<StoredDecision[]> {
  return parseRows(decisionRow, await retrying(() => pool.query(`
    select id, match, kind, value, person, at from decision
    where organisation = $1 and ($2::text[] is null or match = any ($2)) order by id`, [organisation, matches])))
}
