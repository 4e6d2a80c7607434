import type { NotifyRule } from '../../platform/config/notify-schema.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { ADVISORY_LOCKS } from '../../store/postgres/advisory-locks.ts'
import { inTransaction } from '../../store/postgres/transaction.ts'
import type { ChangedCase, Told } from '../../store/notify/changed-cases.ts'
import { beginLooking, changedCases, finishLooking, lookedAt, markLookedAt, passOver, rulesOfCases, toldOfCases } from '../../store/notify/changed-cases.ts'
import { RAISED_BY } from '../defaults.ts'
import type { Occasion } from '../notice/occasion.ts'
import type { CaseFacts } from '../rule/case-facts.ts'
import { matchesRule } from '../rule/matches-rule.ts'
import type { CaseTelling, MessageParts } from './case-message.ts'
import { channelOf, enterCaseMessage, recipientsOf } from './case-message.ts'
import type { Recipient } from '../recipient/recipient.ts'

/**
 * Makes messages of cases that are new or have changed since they were looked at last, and writes down in the same transaction that they were looked at: a
 * crash in between makes neither. Entered again, a message is the same one, also when its case has another id by now.
 *
 * @param generation of the cases, as it was before this look
 * @returns how many messages are new
 */
export async function deriveMessages(ledger: Ledger, generation: number, parts: MessageParts): Promise<number> {
  const { pool, organisation } = ledger
  const seen = await lookedAt(ledger)
  if (seen === null) {
    await inTransaction(pool, client => beginLooking(client, organisation, generation, parts.now()))
    return 0
  }
  if (seen === generation) return 0
  await passOver(ledger, Math.min(...parts.configuration.rules.map(({ priority }) => priority)))
  let made = 0
  for (;;) {
    const changed = await changedCases(ledger)
    if (changed.length === 0) break
    made += await tellOf(ledger, changed, parts)
  }
  await finishLooking(ledger, generation)
  return made
}

interface Wanted {
  readonly facts: CaseFacts
  readonly rule: NotifyRule
  readonly recipients: readonly CaseTelling['recipient'][]
}

async function tellOf(ledger: Ledger, changed: readonly ChangedCase[], parts: MessageParts): Promise<number> {
  const { pool, organisation } = ledger
  const said = await rulesOfCases(ledger, changed.map(({ id }) => id))
  const wanted: Wanted[] = []
  for (const each of changed) {
    const facts = factsOf(organisation, each, said.get(each.id))
    for (const rule of parts.configuration.rules) {
      if (!matchesRule(rule, facts)) continue
      wanted.push({ facts, rule, recipients: await recipientsOf(ledger, facts, rule.to, channelOf(parts.configuration, rule.channel), parts) })
    }
  }
  return inTransaction(pool, async client => {
    await client.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.notify])
    const told = wanted.length === 0 ? [] : await toldOfCases(client, organisation, [...new Set(wanted.map(({ facts }) => facts.case.id))])
    let made = 0
    for (const { facts, rule, recipients } of wanted) {
      for (const recipient of recipients) {
        const occasion = occasionOf(facts, rule, told.find(each => isSame(each, facts, rule, recipient)))
        if (occasion !== null) made += await enterCaseMessage(client, { facts, rule, channel: rule.channel, recipient, occasion }, parts)
      }
    }
    await markLookedAt(client, organisation, changed)
    return made
  })
}

/** @param said what detection rules said of it */
export function factsOf(
  organisation: string, { body, status, verdict, ruleKey, subjectKey }: ChangedCase, said: Pick<CaseFacts, 'rules' | 'techniques'> | undefined,
): CaseFacts {
  const { rules, techniques } = said ?? { rules: new Set<string>(), techniques: new Set<string>() }
  return { organisation, case: body, status, verdict, alike: `${ruleKey}.${subjectKey}`, rules, techniques }
}

function isSame(told: Told, { case: { id } }: CaseFacts, rule: NotifyRule, { key }: Recipient): boolean {
  return told.caseId === id && told.rule === rule.name && told.channel === rule.channel && told.recipient === key
}

/** Null when there is nothing new to say. */
function occasionOf({ case: { priority } }: CaseFacts, { raise }: NotifyRule, told: Told | undefined): Occasion | null {
  if (told === undefined) return { kind: 'created' }
  return raise && priority >= told.priority + RAISED_BY ? { kind: 'raised', to: priority } : null
}
