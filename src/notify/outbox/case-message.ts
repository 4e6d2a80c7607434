import type { PoolClient } from 'pg'
import type { ChannelConfiguration, NotifyConfiguration, NotifyRule } from '../../platform/config/notify-schema.ts'
import type { FactTemplates } from '../../model/reason.ts'
import type { Log } from '../../platform/log.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import { isCleared } from '../../store/accounts/person.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { foldedAlike, recentlyTold } from '../../store/notify/changed-cases.ts'
import { enterMessages } from '../../store/notify/enter-messages.ts'
import { messageId } from '../../store/notify/message.ts'
import { linkToken } from '../acknowledge/link-token.ts'
import { needsEncryption } from '../mail/needs-encryption.ts'
import { caseNotice } from '../notice/case-notice.ts'
import { renderNotice, tlpLabel } from '../notice/notice.ts'
import type { Occasion } from '../notice/occasion.ts'
import { occasionName } from '../notice/occasion.ts'
import type { Recipient } from '../recipient/recipient.ts'
import { resolveRecipients } from '../recipient/recipient.ts'
import type { CaseFacts } from '../rule/case-facts.ts'
import { dueTime } from '../rule/due-time.ts'
import type { Template } from '../template/templates.ts'

/** What messages are made with. */
export interface MessageParts {
  readonly configuration: NotifyConfiguration
  readonly templates: ReadonlyMap<string, Template>
  /** Of evidence and all that is derived from it. */
  readonly marking: TlpMarking
  /** The sentences of reasons. */
  readonly sentences: FactTemplates
  /** Keys of the contacts who own what a case is about, as the register says. */
  owners(ledger: Ledger, facts: CaseFacts): Promise<readonly string[]>
  /** By organisation. */
  linkKey(ledger: Ledger): Promise<string>
  readonly log: Log
  /** Milliseconds since the epoch. */
  now(): number
}

/** One case to be told to one recipient. */
export interface CaseTelling {
  readonly facts: CaseFacts
  readonly rule: NotifyRule
  /** Of an escalation it may be another than the rule's. */
  readonly channel: string
  readonly recipient: Recipient & { readonly linkKey: string }
  readonly occasion: Occasion
}

/** Who is told of a case; asked before the transaction, since it asks both engines. */
export async function recipientsOf(
  ledger: Ledger, facts: CaseFacts, to: readonly string[], channel: ChannelConfiguration, parts: MessageParts,
): Promise<CaseTelling['recipient'][]> {
  const linkKey = await parts.linkKey(ledger)
  const nobody = (wanted: string) => parts.log('warn', 'notify.nobody', { case: facts.case.id, channel: channel.name, wanted })
  const recipients = await resolveRecipients(ledger, to, channel, parts.configuration, () => parts.owners(ledger, facts), nobody)
  return recipients.map(each => ({ ...each, linkKey }))
}

/** Enters the message of one telling: to go out, held where its marking does not let it, or folded into one that was told. @returns how many are new */
export async function enterCaseMessage(client: Pick<PoolClient, 'query'>, telling: CaseTelling, parts: MessageParts): Promise<number> {
  const { facts, rule, recipient, occasion } = telling
  const { organisation, alike } = facts
  const at = parts.now()
  const among = { rule: rule.name, channel: telling.channel, recipient: recipient.key, alike }
  const recent = await recentlyTold(client, organisation, among, { alikeSince: at - rule.foldHours * HOUR_MS, countSince: at - HOUR_MS })
  const isFolded = occasion.kind === 'created' && recent.alike && rule.foldHours > 0
  const folded = isFolded ? 0 : await foldedAlike(client, organisation, among)
  const key = { about: facts.case.id, rule: rule.name, channel: telling.channel, recipient: recipient.key, occasion: occasionName(occasion) }
  const channel = channelOf(parts.configuration, telling.channel)
  const why = whyHeld(parts, channel, recipient)
  const timing = isFolded ? { dueAt: at, bundle: null } : timingOf(telling, recent.count, parts, at)
  const entered = await enterMessages(client, organisation, [{
    ...key,
    isCase: true,
    address: recipient.address,
    language: languageOf(telling, parts, channel),
    marking: parts.marking,
    priority: facts.case.priority,
    alike,
    content: renderCase(telling, parts, folded),
    state: isFolded ? 'folded' : why === '' ? 'waiting' : 'held',
    reason: isFolded ? '' : why,
    ...timing,
  }], at)
  return entered.length
}

/** What a telling says. */
function renderCase({ facts, rule, channel, recipient, occasion }: CaseTelling, parts: MessageParts, folded: number): ReturnType<typeof renderNotice> {
  const { configuration, templates, marking, sentences } = parts
  const { organisation } = facts
  const id = messageId(organisation, { about: facts.case.id, rule: rule.name, channel, recipient: recipient.key, occasion: occasionName(occasion) })
  const template = templates.get(rule.template)
  if (template === undefined) throw new Error(`there is no template ${rule.template}`)
  const base = configuration.url?.replace(/\/+$/, '')
  return renderNotice(caseNotice(facts, {
    id, rule: rule.name, template, occasion, marking, folded, sentences,
    language: languageOf({ rule, recipient }, parts, channelOf(configuration, channel)),
    zone: configuration.zone,
    recipient: recipient.name,
    links: base === undefined ? {} : {
      case: `${base}/cases/${facts.case.id}`,
      acknowledge: `${base}/api/v1/acknowledge/${linkToken({ organisation, message: id }, recipient.linkKey)}`,
    },
  }))
}

/** Why something may not leave to a recipient by a channel; empty when it may. */
export function whyHeld({ marking }: Pick<MessageParts, 'marking'>, channel: ChannelConfiguration, { clearance, hasKey }: Pick<Recipient, 'clearance' | 'hasKey'>): string {
  if (!isCleared(clearance, marking)) return `${tlpLabel(marking)} exceeds ${tlpLabel(clearance)}`
  return channel.kind === 'smtp' && needsEncryption(channel, marking) && !hasKey ? `${tlpLabel(marking)} leaves encrypted only, and no key of the recipient is known` : ''
}

/** The configuration was checked: a rule names a channel that there is. */
export function channelOf({ channels }: Pick<NotifyConfiguration, 'channels'>, name: string): ChannelConfiguration {
  const found = channels.find(each => each.name === name)
  if (found === undefined) throw new Error(`there is no channel ${name}`)
  return found
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

function languageOf({ rule, recipient }: Pick<CaseTelling, 'rule' | 'recipient'>, { configuration }: MessageParts, channel: ChannelConfiguration): 'en' | 'ja' {
  return rule.language ?? recipient.language ?? channel.language ?? configuration.language
}

/** Quiet hours first, then the digest; what is too much goes together when the hour ends. */
function timingOf(
  { facts, rule, recipient }: CaseTelling, sentThisHour: number, { configuration: { zone } }: MessageParts, at: number,
): { readonly dueAt: number; readonly bundle: string | null } {
  const due = dueTime(rule, facts.case.priority, recipient.hours, at, zone)
  const { digestMinutes } = rule
  if (digestMinutes !== undefined) return { dueAt: nextMultiple(due, digestMinutes * MINUTE_MS), bundle: `digest:${rule.name}` }
  if (sentThisHour >= rule.mostPerHour) return { dueAt: nextMultiple(due, HOUR_MS), bundle: `many:${rule.name}` }
  // What waited for the morning comes in one message.
  return { dueAt: due, bundle: due === at ? null : `waited:${rule.name}` }
}

function nextMultiple(at: number, of: number): number {
  return (Math.floor(at / of) + 1) * of
}
