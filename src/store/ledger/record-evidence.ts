import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { DecodeError } from '../../model/decoder.ts'
import { compareText } from '../../model/event-order.ts'
import { parseRows } from '../postgres/rows.ts'
import { inTransaction } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'
import { insertRuns } from './run.ts'
import type { RunPlan } from './run.ts'

/** The errors that are listed, and how many there were. */
export interface ListedErrors {
  readonly listed: readonly DecodeError[]
  readonly total: number
}

/** One evidence, under one path, as it is met. */
export interface FoundEvidence {
  /** Hex, of the decompressed content. */
  readonly sha256: string
  /** Decompressed. */
  readonly bytes: number
  readonly path: string
  /** The stored bytes that hold it, by their hash. */
  readonly blob: { readonly sha256: string; readonly bytes: number }
  /** The path inside the blob; empty when the blob is the evidence itself. */
  readonly member: string
  /** What went wrong while it was read from here. */
  readonly errors: ListedErrors
}

/** An evidence to be entered, and how it is to be read should it be new. */
export interface EvidenceEntry {
  readonly found: FoundEvidence
  readonly plan: RunPlan
}

/** Enters one evidence, as {@link recordEvidences} does several. */
export async function recordEvidence(ledger: Ledger, found: FoundEvidence, plan: RunPlan): Promise<'new' | 'known'> {
  return (await recordEvidences(ledger, [{ found, plan }]))[0]!
}

/**
 * Enters evidence with the run that is to be made of it, or, when its content is known, only the path; all in one commit. The chunks that
 * wait are the work left to do, whoever entered them.
 */
export async function recordEvidences({ pool, organisation }: Ledger, entries: readonly EvidenceEntry[]): Promise<('new' | 'known')[]> {
  // Everybody locks in this order, so that nobody waits in a circle.
  const found = entries.map(entry => entry.found).toSorted((a, b) => compareText(a.sha256, b.sha256))
  return inTransaction(pool, async client => {
    const inserted = parseRows(z.object({ sha256: z.string() }), await client.query(`
      insert into evidence (organisation, sha256, bytes) select $1, * from unnest($2::text[], $3::bigint[]) on conflict do nothing returning sha256`,
    [organisation, found.map(({ sha256 }) => sha256), found.map(({ bytes }) => bytes)]))
    const fresh = new Set(inserted.map(({ sha256 }) => sha256))
    const known = found.filter(({ sha256 }) => !fresh.has(sha256)).map(({ sha256 }) => sha256)
    if (known.length > 0) await client.query('select from evidence where organisation = $1 and sha256 = any ($2) order by sha256 for share', [organisation, known])
    const blobs = [...new Map(found.map(({ blob }) => [blob.sha256, blob])).values()].sort((a, b) => compareText(a.sha256, b.sha256))
    // The rows are locked either way, against their deletion with the last evidence that points to them.
    await client.query(`
      insert into blob (organisation, sha256, bytes) select $1, * from unnest($2::text[], $3::bigint[])
      on conflict (organisation, sha256) do update set bytes = excluded.bytes`,
    [organisation, blobs.map(({ sha256 }) => sha256), blobs.map(({ bytes }) => bytes)])
    await insertPaths(client, organisation, found)
    const outcomes = entries.map((entry): 'new' | 'known' => fresh.delete(entry.found.sha256) ? 'new' : 'known')
    const plans = entries.filter((_, index) => outcomes[index] === 'new').map(entry => ({ evidence: entry.found.sha256, plan: entry.plan }))
    if (plans.length > 0) await insertRuns(client, organisation, 'current', plans)
    return outcomes
  })
}

async function insertPaths(client: PoolClient, organisation: string, found: readonly FoundEvidence[]): Promise<void> {
  await client.query(`
    insert into evidence_path (organisation, evidence, path_id, path, blob, member, errors)
    select $1, * from unnest($2::text[], $3::text[], $4::json[], $5::text[], $6::json[], $7::json[]) on conflict do nothing`,
  [
    organisation, found.map(({ sha256 }) => sha256), found.map(({ path }) => pathId(path)), found.map(({ path }) => JSON.stringify(path)),
    found.map(({ blob }) => blob.sha256), found.map(({ member }) => JSON.stringify(member)), found.map(({ errors }) => JSON.stringify(errors)),
  ])
}

function pathId(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32)
}
