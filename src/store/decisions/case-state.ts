import type { PoolClient } from 'pg'

/** What decisions come to: the newest of each kind. */
const NEWEST = `
    (array_agg(value order by id desc) filter (where kind = 'status'))[1] as status,
    nullif((array_agg(value order by id desc) filter (where kind = 'owner'))[1], '') as owner,
    (array_agg(value order by id desc) filter (where kind = 'verdict'))[1] as verdict,
    (count(*) filter (where kind = 'note'))::integer as notes`

/** Writes beside all cases what people entered, as it holds now: the newest of a kind. */
export async function refreshStates(client: PoolClient, organisation: string): Promise<void> {
  await client.query(`
    with state as (select case_id, ${NEWEST} from standing_decision where organisation = $1 and case_id is not null group by case_id)
    update cases set status = coalesce(state.status, 'new'), owner = state.owner, verdict = state.verdict, notes = coalesce(state.notes, 0)
    from cases as each left join state on state.case_id = each.id
    where each.organisation = $1 and cases.organisation = $1 and cases.id = each.id
      and (each.status, each.owner, each.verdict, each.notes)
        is distinct from (coalesce(state.status, 'new'), state.owner, state.verdict, coalesce(state.notes, 0))`, [organisation])
}

/**
 * The same of one case, which nobody else may change until the transaction ends. Cost: an index look-up for each finding of the case and for
 * each decision on it; `offset 0` holds the planner to that, which without statistics would rather look through all decisions there are.
 */
export async function refreshStateOf(client: PoolClient, organisation: string, id: string): Promise<void> {
  // First the lock, then the look: a decision that was entered meanwhile is seen.
  await client.query('select from cases where organisation = $1 and id = $2 for update', [organisation, id])
  await client.query(`
    with standing as (
      select entered.id, kind, value
      from (select finding from case_finding where organisation = $1 and case_id = $2 offset 0) as member,
        lateral (select match from anchor where organisation = $1 and anchor.finding = member.finding offset 0) as held,
        lateral (select id, kind, value from decision where organisation = $1 and decision.match = held.match and kind <> 'withdrawal' offset 0) as entered
      where not exists (select from decision where withdraws = entered.id offset 0)
    ), state as (select ${NEWEST} from standing)
    update cases set status = coalesce(state.status, 'new'), owner = state.owner, verdict = state.verdict, notes = state.notes
    from state where cases.organisation = $1 and cases.id = $2`, [organisation, id])
}
