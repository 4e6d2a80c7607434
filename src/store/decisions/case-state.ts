import type { PoolClient } from 'pg'

/** The newest standing decision of each kind, by case. */
const STATES = `
  select case_id,
    (array_agg(value order by id desc) filter (where kind = 'status'))[1] as status,
    nullif((array_agg(value order by id desc) filter (where kind = 'owner'))[1], '') as owner,
    (array_agg(value order by id desc) filter (where kind = 'verdict'))[1] as verdict,
    (count(*) filter (where kind = 'note'))::integer as notes
  from standing_decision where organisation = $1 and case_id is not null`

/** Writes beside all cases what people entered, as it holds now: the newest of a kind. */
export async function refreshStates(client: PoolClient, organisation: string): Promise<void> {
  await client.query(`
    with state as (${STATES} group by case_id)
    update cases set status = coalesce(state.status, 'new'), owner = state.owner, verdict = state.verdict, notes = coalesce(state.notes, 0)
    from cases as each left join state on state.case_id = each.id
    where each.organisation = $1 and cases.organisation = $1 and cases.id = each.id
      and (each.status, each.owner, each.verdict, each.notes)
        is distinct from (coalesce(state.status, 'new'), state.owner, state.verdict, coalesce(state.notes, 0))`, [organisation])
}

/** The same of some cases, which nobody else may change until the transaction ends. */
export async function refreshStatesOf(client: PoolClient, organisation: string, cases: readonly string[]): Promise<void> {
  // First the lock, then the look: a decision that was entered meanwhile is seen.
  await client.query('select from cases where organisation = $1 and id = any ($2) order by id for update', [organisation, cases])
  await client.query(`
    with state as (${STATES} and case_id = any ($2) group by case_id)
    update cases set status = coalesce(state.status, 'new'), owner = state.owner, verdict = state.verdict, notes = coalesce(state.notes, 0)
    from unnest($2::text[]) as each (id) left join state on state.case_id = each.id
    where cases.organisation = $1 and cases.id = each.id`, [organisation, cases])
}
