import type { PoolClient } from 'pg'
import { z } from 'zod'
import { parseRows } from '../postgres/rows.ts'
import { ANALYZED_CASES, CASES_WRITTEN } from './defaults.ts'
import type { StoredCase } from './stored-case.ts'
import { anchorOf, caseColumns } from './stored-case.ts'

type Columns = ReturnType<typeof caseColumns>

/** Replaces all cases of the organisation by these; what stays the same is not written. What people entered stays as it is. */
export async function writeCases(client: PoolClient, organisation: string, cases: readonly StoredCase[]): Promise<void> {
  const known = await storedHashes(client, organisation)
  const gone = new Set(known.keys())
  for (const { shown } of cases) gone.delete(shown.id)
  if (gone.size > 0) {
    await client.query('delete from case_finding where organisation = $1 and case_id = any ($2)', [organisation, [...gone]])
    await client.query('delete from case_body where organisation = $1 and id = any ($2)', [organisation, [...gone]])
    await client.query('delete from cases where organisation = $1 and id = any ($2)', [organisation, [...gone]])
  }
  let written = 0
  let some: { stored: StoredCase; columns: Columns }[] = []
  for (const stored of cases) {
    const columns = caseColumns(stored)
    if (known.get(columns.id) === columns.hash) continue
    written++
    some.push({ stored, columns })
    if (some.length < CASES_WRITTEN) continue
    await writeSome(client, organisation, some, known)
    some = []
  }
  if (some.length > 0) await writeSome(client, organisation, some, known)
  if (written > 0 || gone.size > 0) await countByRule(client, organisation)
  if (written > ANALYZED_CASES) await client.query('analyze cases, case_finding')
}

/** What `verdictFrequency` tells of each case. */
async function countByRule(client: PoolClient, organisation: string): Promise<void> {
  await client.query('delete from rule_cases where organisation = $1', [organisation])
  await client.query('insert into rule_cases select organisation, rule_key, count(*) from cases where organisation = $1 group by organisation, rule_key', [organisation])
}

async function storedHashes(client: PoolClient, organisation: string): Promise<Map<string, string>> {
  const rows = parseRows(z.object({ id: z.string(), hash: z.string() }),
    await client.query('select id, hash from cases where organisation = $1', [organisation]))
  return new Map(rows.map(({ id, hash }) => [id, hash]))
}

async function writeSome(
  client: PoolClient, organisation: string, some: readonly { readonly stored: StoredCase; readonly columns: Columns }[], known: ReadonlyMap<string, string>,
): Promise<void> {
  await writeRows(client, organisation, some.map(({ columns }) => columns))
  const ids = some.map(({ columns }) => columns.id)
  const members = some.flatMap(({ stored, columns }) => stored.findings.map(({ finding, before }, place) => ({ ...before, finding: finding.id, id: columns.id, place })))
  const changed = ids.filter(id => known.has(id))
  if (changed.length > 0) await client.query('delete from case_finding where organisation = $1 and case_id = any ($2)', [organisation, changed])
  await client.query(`
    insert into case_finding (organisation, finding, case_id, place, findings_before, rule_findings_before)
    select $1, * from unnest($2::text[], $3::text[], $4::integer[], $5::bigint[], $6::bigint[])
    on conflict (organisation, finding) do update set case_id = excluded.case_id, place = excluded.place,
      findings_before = excluded.findings_before, rule_findings_before = excluded.rule_findings_before`,
  [
    organisation, members.map(({ finding }) => finding), members.map(({ id }) => id), members.map(({ place }) => place),
    members.map(({ findings }) => findings), members.map(({ ruleFindings }) => ruleFindings),
  ])
  const anchors = some.map(({ stored }) => anchorOf(stored.findings[0]!))
  await client.query(`
    insert into case_anchor (organisation, case_id, match, event, evidence, finding)
    select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
    on conflict (organisation, case_id) do update set match = excluded.match, event = excluded.event, evidence = excluded.evidence, finding = excluded.finding`,
  [organisation, ids, anchors.map(({ match }) => match), anchors.map(({ event }) => event), anchors.map(({ evidence }) => evidence),
    anchors.map(({ finding }) => finding)])
}

async function writeRows(client: PoolClient, organisation: string, rows: readonly Columns[]): Promise<void> {
  await client.query(`
    insert into cases (
      organisation, id, priority, derived_priority, severity, first_seen, last_seen, findings, summary, search, rule_key, subject_key, hash)
    select $1, * from unnest(
      $2::text[], $3::integer[], $4::integer[], $5::text[], $6::bigint[], $7::bigint[], $8::integer[], $9::json[], $10::text[], $11::text[], $12::text[],
      $13::text[])
    on conflict (organisation, id) do update set
      priority = excluded.priority, derived_priority = excluded.derived_priority, severity = excluded.severity, first_seen = excluded.first_seen,
      last_seen = excluded.last_seen, findings = excluded.findings, summary = excluded.summary, search = excluded.search,
      rule_key = excluded.rule_key, subject_key = excluded.subject_key, hash = excluded.hash`,
  [
    organisation, rows.map(({ id }) => id), rows.map(({ priority }) => priority), rows.map(({ derivedPriority }) => derivedPriority),
    rows.map(({ severity }) => severity), rows.map(({ firstSeen }) => firstSeen), rows.map(({ lastSeen }) => lastSeen),
    rows.map(({ findings }) => findings), rows.map(({ summary }) => summary), rows.map(({ search }) => search), rows.map(({ ruleKey }) => ruleKey),
    rows.map(({ subjectKey }) => subjectKey), rows.map(({ hash }) => hash),
  ])
  await client.query(`
    insert into case_body (organisation, id, body, derived) select $1, * from unnest($2::text[], $3::json[], $4::json[])
    on conflict (organisation, id) do update set body = excluded.body, derived = excluded.derived`,
  [organisation, rows.map(({ id }) => id), rows.map(({ body }) => body), rows.map(({ derived }) => derived)])
}
