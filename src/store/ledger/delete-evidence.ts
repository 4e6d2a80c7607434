import { z } from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { addAudit } from './audit.ts'
import type { Ledger } from './ledger.ts'
import { nextPosition } from './position.ts'
import { endLoads, lockEvidence } from './run.ts'

/** No run has this number: they count from 1. */
const NO_RUN = 0

/**
 * Deletes an evidence with its paths, runs and finding parts; its loads are dead, for the event store to purge. What people decided stays.
 *
 * @returns the blobs that nothing points to any more: their files are to be deleted next
 * @throws {NoroshiError} `no-such-evidence`, `evidence-held`
 */
export async function deleteEvidence(ledger: Ledger, sha256: string, person: string): Promise<string[]> {
  return inTransaction(ledger.pool, async client => {
    const { organisation } = ledger
    const found = await lockEvidence(client, organisation, sha256)
    if (!found) throw new NoroshiError('no-such-evidence', `there is no evidence ${sha256}`)
    const { hold } = parseRow(z.object({ hold: z.string().nullable() }), await client.query(
      'select hold_reason as hold from evidence where organisation = $1 and sha256 = $2', [organisation, sha256]))!
    if (hold !== null) throw new NoroshiError('evidence-held', `evidence ${sha256} must not be deleted: ${hold}`)
    const blob = z.object({ blob: z.string() })
    const blobs = parseRows(blob, await client.query(`
      select distinct blob from evidence_path where organisation = $1 and evidence = $2 order by blob`, [organisation, sha256])).map(row => row.blob)
    await client.query('delete from evidence where organisation = $1 and sha256 = $2', [organisation, sha256])
    // Someone may be entering another evidence of the same blob: whoever locks it first decides.
    await client.query('select from blob where organisation = $1 and sha256 = any ($2) order by sha256 for update', [organisation, blobs])
    const orphans = parseRows(blob, await client.query(`
      delete from blob where organisation = $1 and sha256 = any ($2)
        and not exists (select from evidence_path where organisation = $1 and evidence_path.blob = blob.sha256)
      returning sha256 as blob`, [organisation, blobs])).map(row => row.blob)
    await client.query('delete from finding_part using load where finding_part.load = load.load and load.organisation = $1 and load.evidence = $2',
      [organisation, sha256])
    await addAudit(client, organisation, { person, action: 'evidence.delete', subject: sha256, details: { blobs: orphans } })
    await endLoads(client, organisation, sha256, await nextPosition(client), NO_RUN)
    return orphans.sort()
  })
}
