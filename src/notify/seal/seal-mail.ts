import type { Pool } from 'pg'
import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import type { SealMail } from '../mail/compose-mail.ts'
import { needsEncryption } from '../mail/needs-encryption.ts'
import { keyOfRecipient } from '../recipient/recipient-key.ts'
import { encryptPgp, signPgp } from './pgp.ts'
import { encryptSmime, signSmime } from './smime.ts'

/**
 * Signs and encrypts the mail of a channel, as it says and as the marking asks. The key is looked up at each try: one that was removed is not used.
 *
 * @throws Error when it must be encrypted and no key is known, or a program fails: it is tried again, and never leaves otherwise
 */
export function sealerOf(pool: Pool, channel: SmtpConfiguration): SealMail {
  return async (content, { organisation, recipient, address, marking }) => {
    const key = channel.encrypt === 'never' && !needsEncryption(channel, marking) ? null : await keyOfRecipient({ pool, organisation }, channel, recipient, address)
    if (key === null) {
      if (needsEncryption(channel, marking)) throw new Error(`no key of ${recipient} is known, and this leaves encrypted only`)
      return { entity: await signed(content, channel), isEncrypted: false }
    }
    if (key.kind === 'pgp') return { entity: await encryptPgp(channel.sign === 'smime' ? await signSmime(content, channel) : content, key.key, channel), isEncrypted: true }
    return { entity: await encryptSmime(await signed(content, channel), key.certificate, channel), isEncrypted: true }
  }
}

async function signed(content: Buffer, channel: SmtpConfiguration): Promise<Buffer> {
  switch (channel.sign) {
    case 'pgp': return signPgp(content, channel)
    case 'smime': return signSmime(content, channel)
    case 'none': return content
  }
}
