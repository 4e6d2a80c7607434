import type { PoolClient } from 'pg'
import type { Language } from '../../model/reason.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { enterMessages } from '../../store/notify/enter-messages.ts'
import type { MessageContent, NewMessage } from '../../store/notify/message.ts'
import { resolveRecipients } from '../recipient/recipient.ts'
import { dueTime } from '../rule/due-time.ts'
import type { MessageParts } from './case-message.ts'
import { channelOf, whyHeld } from './case-message.ts'

/** Something to be told that is no case: a warning to a member, a request, a figure. Told again under the same key, it is told once. */
export interface Telling {
  /** What it is about, in words of its own: `telescope.warning:org-1:2026-11-22T10`. */
  readonly key: string
  /** The occasion: `created`; another one is told again. */
  readonly occasion: string
  /** By what it stands in the history, in place of a rule. */
  readonly rule: string
  readonly channel: string
  /** `contact:ID` of the register and addresses; of chats, webhooks and syslog nobody. */
  readonly to: readonly string[]
  readonly marking: TlpMarking
  /** 0–100; from 90 on the hours of a contact do not hold it back. */
  readonly priority: number
  /** Whether it waits for the hours that the register names for a contact. */
  readonly contactHours: boolean
  /** What it says, in the recipient's language; `data` goes along for machines. */
  content(language: Language): MessageContent
}

/** Enters the messages of a telling, one for each recipient; what its marking does not let go is held. @returns the ids of those that are new */
export async function enterTelling(
  ledger: Ledger, telling: Telling, { configuration, log, now }: Pick<MessageParts, 'configuration' | 'log' | 'now'>, client: Pick<PoolClient, 'query'> = ledger.pool,
): Promise<string[]> {
  const { key: about, occasion, rule, marking, priority, contactHours } = telling
  const channel = channelOf(configuration, telling.channel)
  const at = now()
  const nobody = (wanted: string) => log('warn', 'notify.nobody', { about, channel: channel.name, wanted })
  const recipients = await resolveRecipients(ledger, telling.to, channel, configuration, async () => [], nobody)
  const messages = recipients.map((recipient): NewMessage => {
    const language = recipient.language ?? channel.language ?? configuration.language
    const reason = whyHeld({ marking }, channel, recipient)
    return {
      about, rule, occasion, marking, priority, language, reason, channel: channel.name, recipient: recipient.key, address: recipient.address, isCase: false, alike: about, bundle: null,
      content: telling.content(language), state: reason === '' ? 'waiting' : 'held', dueAt: dueTime({ contactHours }, priority, recipient.hours, at, configuration.zone),
    }
  })
  return enterMessages(client, ledger.organisation, messages, at)
}
