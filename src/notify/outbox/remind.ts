import type { NotifyRule } from '../../platform/config/notify-schema.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { resolveCase } from '../../store/cases/resolve-case.ts'
import { caseNow, rulesOfCases } from '../../store/notify/changed-cases.ts'
import type { Unacknowledged } from '../../store/notify/unacknowledged.ts'
import { unacknowledged } from '../../store/notify/unacknowledged.ts'
import { inTransaction } from '../../store/postgres/transaction.ts'
import { REMIND_FOR_MS } from '../defaults.ts'
import type { Occasion } from '../notice/occasion.ts'
import { occasionName } from '../notice/occasion.ts'
import type { CaseFacts } from '../rule/case-facts.ts'
import { matchesRule } from '../rule/matches-rule.ts'
import type { MessageParts } from './case-message.ts'
import { channelOf, enterCaseMessage, recipientsOf } from './case-message.ts'
import { factsOf } from './derive-messages.ts'

const MINUTE_MS = 60_000

/**
 * Tells again, and tells others, what nobody has acknowledged and nobody has closed. A message about the same case by the same rule that somebody has
 * acknowledged ends both.
 *
 * @returns how many messages are new
 */
export async function remindOf(ledger: Ledger, parts: MessageParts): Promise<number> {
  let made = 0
  for (const rule of parts.configuration.rules) {
    const { remindMinutes, remindTimes, escalate } = rule
    for (let number = 1; remindMinutes !== undefined && number <= remindTimes; number++) {
      made += await tellAgain(ledger, rule, { occasion: { kind: 'reminder', number }, afterMinutes: remindMinutes * number, channel: rule.channel, to: rule.to, sameOnly: true }, parts)
    }
    for (const [index, { afterMinutes, channel, to }] of escalate.entries()) {
      made += await tellAgain(ledger, rule, { occasion: { kind: 'escalation', number: index + 1 }, afterMinutes, channel: channel ?? rule.channel, to, sameOnly: false }, parts)
    }
  }
  return made
}

interface Again {
  readonly occasion: Occasion
  readonly afterMinutes: number
  readonly channel: string
  readonly to: readonly string[]
  /** Only to who was told first. */
  readonly sameOnly: boolean
}

async function tellAgain(ledger: Ledger, rule: NotifyRule, again: Again, parts: MessageParts): Promise<number> {
  const now = parts.now()
  const before = now - again.afterMinutes * MINUTE_MS
  const due = await unacknowledged(ledger, rule.name, occasionName(again.occasion), { before, after: Math.min(before, now - REMIND_FOR_MS) })
  let made = 0
  for (const first of due) {
    const facts = await openCase(ledger, first, rule)
    if (facts === null) continue
    const recipients = await recipientsOf(ledger, facts, again.to, channelOf(parts.configuration, again.channel), parts)
    for (const recipient of recipients.filter(({ key }) => !again.sameOnly || key === first.recipient)) {
      made += await inTransaction(ledger.pool, client => enterCaseMessage(client, { facts, rule, channel: again.channel, recipient, occasion: again.occasion }, parts))
    }
  }
  return made
}

/** The case as it is now, under the id it was told by; null when it is gone, or people have closed it. */
async function openCase(ledger: Ledger, { about }: Unacknowledged, rule: NotifyRule): Promise<CaseFacts | null> {
  const current = await resolveCase(ledger.pool, ledger.organisation, about)
  const found = current === undefined ? undefined : await caseNow(ledger, current)
  if (found === undefined) return null
  const facts = factsOf(ledger.organisation, found, (await rulesOfCases(ledger, [found.id])).get(found.id))
  if (!matchesRule({ ...rule, priority: 0 }, facts)) return null
  // Told under the id it had, so that the first message and all that follow stand together.
  return { ...facts, case: { ...facts.case, id: about } }
}
