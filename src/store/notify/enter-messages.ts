import type { PoolClient } from 'pg'
import { z } from 'zod'
import { parseRows } from '../postgres/rows.ts'
import type { NewMessage } from './message.ts'
import { messageId } from './message.ts'

/**
 * Enters messages into the outbox, within the transaction of whoever tells something: they are there when it commits, and not otherwise. One
 * that is there already stays as it is.
 *
 * @param at milliseconds since the epoch
 * @returns the ids of those that are new
 */
export async function enterMessages(client: Pick<PoolClient, 'query'>, organisation: string, messages: readonly NewMessage[], at: number): Promise<string[]> {
  const entered: string[] = []
  for (let from = 0; from < messages.length; from += ENTERED_AT_ONCE) {
    const some = messages.slice(from, from + ENTERED_AT_ONCE)
    const rows = parseRows(z.object({ id: z.string() }), await client.query(`
      insert into notify_message (organisation, created_at, id, about, is_case, rule, channel, recipient, occasion, address, language, marking, priority, alike, content, state,
        reason, due_at, bundle)
      select $1, $2, * from unnest($3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::integer[],
        $14::text[], $15::json[], $16::text[], $17::text[], $18::timestamptz[], $19::text[])
      on conflict (organisation, id) do nothing returning id`,
    [
      organisation, new Date(at), some.map(each => messageId(organisation, each)), some.map(({ about }) => about), some.map(({ isCase }) => isCase), some.map(({ rule }) => rule),
      some.map(({ channel }) => channel), some.map(({ recipient }) => recipient), some.map(({ occasion }) => occasion), some.map(({ address }) => address),
      some.map(({ language }) => language), some.map(({ marking }) => marking), some.map(({ priority }) => Math.round(priority)), some.map(({ alike }) => alike),
      some.map(({ content }) => JSON.stringify(content, storable)), some.map(({ state }) => state), some.map(({ reason }) => reason), some.map(({ dueAt }) => new Date(dueAt)),
      some.map(({ bundle }) => bundle),
    ]))
    entered.push(...rows.map(({ id }) => id))
  }
  return entered
}

const ENTERED_AT_ONCE = 200

/** What the database can look into: no zero characters, no half pairs. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value
}
