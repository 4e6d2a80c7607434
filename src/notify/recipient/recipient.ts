import type { Language } from '../../model/reason.ts'
import type { ChannelConfiguration, NotifyConfiguration } from '../../platform/config/notify-schema.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import { TLP_MARKINGS } from '../../store/accounts/person.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { entriesByKeys } from '../../store/register/entries.ts'
import type { EntryBody } from '../../store/register/entry.ts'

/** Who is told, and how. */
export interface Recipient {
  /** `contact:ID`, an address, or the channel's name. */
  readonly key: string
  /** A mail address; empty where the channel is the place. */
  readonly address: string
  readonly name: string
  readonly language: Language | null
  /** As the register has them; null: always. */
  readonly hours: string | null
  /** The strictest marking they may be told. */
  readonly clearance: TlpMarking
  /** Whether mail to them can be encrypted. */
  readonly hasKey: boolean
}

/** Finds who owns what a case is about: the keys of contacts. */
export type FindOwners = () => Promise<readonly string[]>

/**
 * The recipients that a rule names, each once. A contact without a mail address, or that the register does not know, is nobody: it is told to the
 * caller.
 *
 * @param to `owner`, `contact:ID`, addresses
 */
export async function resolveRecipients(
  ledger: Ledger, to: readonly string[], channel: ChannelConfiguration, configuration: Pick<NotifyConfiguration, 'markings'>,
  findOwners: FindOwners, onNobody: (wanted: string) => void,
): Promise<Recipient[]> {
  const clearanceOf = (key: string, address: string) => clearanceFor(channel, configuration, key, address)
  if (channel.kind !== 'smtp') {
    const clearance = clearanceOf(channel.name, '')
    return [{ key: channel.name, address: '', name: '', language: channel.language ?? null, hours: null, clearance, hasKey: false }]
  }
  const owners = to.includes('owner') ? await findOwners() : []
  if (to.includes('owner') && owners.length === 0) onNobody('owner')
  const keys = [...new Set([...owners, ...to.filter(each => each.startsWith('contact:')).map(each => each.slice('contact:'.length))])]
  const entries = new Map((await entriesByKeys(ledger, keys.map(key => ({ kind: 'contact', key })))).map(({ key, body }) => [key, body]))
  const contacts = keys.flatMap(key => {
    const body = entries.get(key)
    const address = body === undefined ? undefined : mailOf(body)
    if (body === undefined || address === undefined) {
      onNobody(`contact:${key}`)
      return []
    }
    return [{
      key: `contact:${key}`, address, name: textOf(body, 'name') ?? '', language: languageOf(body), hours: textOf(body, 'hours') ?? null,
      clearance: clearanceOf(key, address), hasKey: textOf(body, 'pgpKey') !== undefined || Object.hasOwn(channel.smimeRecipients, address),
    }]
  })
  const addresses = to.filter(each => each.includes('@') && !each.startsWith('contact:'))
    .map(address => ({ key: address, address, name: '', language: null, hours: null, clearance: clearanceOf(address, address), hasKey: Object.hasOwn(channel.smimeRecipients, address) }))
  return [...new Map([...contacts, ...addresses].map(each => [each.address.toLowerCase(), each])).values()]
}

/**
 * The strictest marking that may go to a recipient by a channel: the stricter limit holds, that of the channel, and that of the contact, the address or
 * its domain.
 *
 * @param key `contact:ID`, an address, or the channel's name
 */
export function clearanceFor(channel: Pick<ChannelConfiguration, 'marking'>, { markings }: Pick<NotifyConfiguration, 'markings'>, key: string, address: string): TlpMarking {
  const names = [key, key.replace(/^contact:/, ''), address, address.slice(address.lastIndexOf('@') + 1)]
  const limits = names.flatMap(name => (Object.hasOwn(markings, name) ? markings[name] ?? [] : []))
  return [channel.marking, ...limits].reduce((least, each) => (TLP_MARKINGS.indexOf(each) < TLP_MARKINGS.indexOf(least) ? each : least))
}

/** The first address that the register has. */
function mailOf({ mail }: EntryBody): string | undefined {
  const [first]: unknown[] = Array.isArray(mail) ? mail : []
  return typeof first === 'string' && /^[^\s@<>",;:\0-\u001f\u007f]{1,64}@[A-Za-z0-9.-]{1,253}$/.test(first) ? first : undefined
}

function textOf(body: EntryBody, name: string): string | undefined {
  const value = body[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function languageOf({ language }: EntryBody): Language | null {
  return language === 'en' || language === 'ja' ? language : null
}
