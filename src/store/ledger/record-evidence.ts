import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { DecodeError } from '../../model/decoder.ts'
import { inTransaction } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'
import { insertRun } from './run.ts'
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

/**
 * Enters an evidence with the run that is to be made of it, or, when its content is known, only the path. The chunks that wait are the
 * work left to do, whoever entered them.
 */
export async function recordEvidence(ledger: Ledger, found: FoundEvidence, plan: RunPlan): Promise<'new' | 'known'> {
  return inTransaction(ledger.pool, async client => {
    const { organisation } = ledger
    const inserted = await client.query(`
      insert into evidence (organisation, sha256, bytes) values ($1, $2, $3) on conflict do nothing`, [organisation, found.sha256, found.bytes])
    const isNew = inserted.rowCount === 1
    if (!isNew) await client.query('select from evidence where organisation = $1 and sha256 = $2 for share', [organisation, found.sha256])
    // The row is locked either way, against its deletion with the last evidence that points to it.
    await client.query(`
      insert into blob (organisation, sha256, bytes) values ($1, $2, $3)
      on conflict (organisation, sha256) do update set bytes = excluded.bytes`, [organisation, found.blob.sha256, found.blob.bytes])
    await insertPath(client, organisation, found)
    if (isNew) await insertRun(client, organisation, found.sha256, 'current', plan)
    return isNew ? 'new' : 'known'
  })
}

async function insertPath(client: PoolClient, organisation: string, { sha256, path, blob, member, errors }: FoundEvidence): Promise<void> {
  await client.query(`
    insert into evidence_path (organisation, evidence, path_id, path, blob, member, errors) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict do nothing`,
  [organisation, sha256, pathId(path), JSON.stringify(path), blob.sha256, JSON.stringify(member), JSON.stringify(errors)])
}

function pathId(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32)
}
