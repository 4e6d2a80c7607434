import { z } from 'zod'
import { compareText } from '../../model/event-order.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { parseRows } from '../../store/postgres/rows.ts'
import { retrying } from '../../store/postgres/transaction.ts'

/** The path each piece of evidence is shown under: the first by name of those it was found under. */
export async function evidencePaths({ pool, organisation }: Ledger, evidence: readonly string[]): Promise<Map<string, string>> {
  const rows = parseRows(z.object({ evidence: z.string(), path: z.string() }), await retrying(() => pool.query(
    'select evidence, path from evidence_path where organisation = $1 and evidence = any ($2)', [organisation, [...new Set(evidence)]])))
  const paths = new Map<string, string>()
  for (const row of rows.sort((a, b) => compareText(a.path, b.path))) if (!paths.has(row.evidence)) paths.set(row.evidence, row.path)
  return paths
}
