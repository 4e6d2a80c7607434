import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { matchId } from '../../model/ids.ts'
import type { Anchor } from '../cases/stored-case.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

/** Where an anchor's match is: the finding that holds it, by which load; null where nothing that is seen has it. */
export interface AnchorPlace {
  readonly match: string
  readonly finding: string | null
  readonly load: number | null
  /** Up to where loads were looked through. */
  readonly position: number
}

export type SoughtAnchor = Omit<Anchor, 'finding'> & { readonly finding: string | null }

const soughtRow = z.object({ match: z.string(), event: z.string(), evidence: z.string(), finding: z.string().nullable() })

// What was stated of events of several pieces of evidence lies in a load that is of none.

/**
 * Anchors whose load ceased to be seen, those that show where they were since nothing that is seen has their match any more, and those whose evidence was read anew since
 * they were looked for. A load that is seen never changes.
 */
export async function anchorsToSeek({ pool, organisation }: Ledger): Promise<SoughtAnchor[]> {
  return parseRows(soughtRow, await retrying(() => pool.query(`
    select match, event, evidence, finding from anchor
    where organisation = $1 and not exists (select from load where load.load = anchor.load and state = 'live') and (load is not null or finding is not null or exists (
      select from load where load.organisation = $1 and load.evidence in (anchor.evidence, '') and state = 'live' and live_at > anchor.position))`,
  [organisation])))
}

/** Looks for a match in the findings as they are seen now: in the one where it was, then in all of its evidence. */
export async function seekAnchor(database: Pool | PoolClient, organisation: string, sought: SoughtAnchor): Promise<AnchorPlace> {
  // Read first: a load that begins to be seen while we look has a later one, and is looked through next time.
  const { position } = parseRow(z.object({ position: z.number() }), await database.query('select position from load_position'))!
  const { match, finding } = sought
  const there = (finding === null ? undefined : await seekIn(database, organisation, sought, finding)) ?? await seekIn(database, organisation, sought, null)
  return { match, finding: there?.finding ?? null, load: there?.load ?? null, position }
}

const partRow = z.object({ load: z.number(), finding: z.string(), detector: z.string(), rule: z.object({ id: z.string() }) })

async function seekIn(
  database: Pool | PoolClient, organisation: string, { match, event, evidence }: SoughtAnchor, finding: string | null,
): Promise<z.infer<typeof partRow> | undefined> {
  const parts = parseRows(partRow, await database.query(`
    select load, finding, detector, rule from finding_part join load using (load)
    where finding_part.organisation = $1 and load.organisation = $1 and load.evidence in ($2, '') and load.state = 'live'
      and ($4::text is null or finding collate "C" = $4) and position($3 in events::text) > 0`, [organisation, evidence, event, finding]))
  return parts.find(({ detector, rule }) => matchId(detector, rule.id, event) === match)
}

/** Enters an anchor if it is new. */
export async function ensureAnchor(client: PoolClient, organisation: string, anchor: Anchor): Promise<void> {
  const known = await client.query('select from anchor where organisation = $1 and match = $2', [organisation, anchor.match])
  if (known.rowCount === 1) return
  const { match, event, evidence } = anchor
  const place = await seekAnchor(client, organisation, anchor)
  // Read anew a moment ago and not folded yet: until then it shows where it was.
  const { finding, load, position } = place.finding === anchor.finding ? place : { finding: anchor.finding, load: null, position: 0 }
  await client.query(`
    insert into anchor (organisation, match, event, evidence, finding, load, position) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
  [organisation, match, event, evidence, finding, load, position])
}

/** Notes where anchors are now. */
export async function placeAnchors(client: PoolClient, organisation: string, places: readonly AnchorPlace[]): Promise<void> {
  if (places.length === 0) return
  await client.query(`
    update anchor set finding = place.finding, load = place.load, position = place.position
    from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[]) as place (match, finding, load, position)
    where anchor.organisation = $1 and anchor.match = place.match and place.position >= anchor.position`,
  [organisation, places.map(({ match }) => match), places.map(({ finding }) => finding), places.map(({ load }) => load),
    places.map(({ position }) => position)])
}
