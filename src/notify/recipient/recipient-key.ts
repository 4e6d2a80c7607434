import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { findEntry } from '../../store/register/entries.ts'

/** What mail to somebody is encrypted with. */
export type RecipientKey =
  /** An armoured key, or the fingerprint of one that the program's key ring holds. */
  | { readonly kind: 'pgp'; readonly key: string }
  /** The path of a certificate in PEM. */
  | { readonly kind: 'smime'; readonly certificate: string }

/** The certificate that the channel names for an address, else the PGP key that the register has for a contact; null when neither is known. */
export async function keyOfRecipient(ledger: Ledger, channel: Pick<SmtpConfiguration, 'smimeRecipients'>, recipient: string, address: string): Promise<RecipientKey | null> {
  const certificate = Object.hasOwn(channel.smimeRecipients, address) ? channel.smimeRecipients[address] : undefined
  if (certificate !== undefined) return { kind: 'smime', certificate }
  if (!recipient.startsWith('contact:')) return null
  const entry = await findEntry(ledger, { kind: 'contact', key: recipient.slice('contact:'.length) })
  const key = entry?.body['pgpKey']
  return typeof key === 'string' && key !== '' ? { kind: 'pgp', key } : null
}
