import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import { TLP_MARKINGS } from '../../store/accounts/person.ts'

/** Whether mail of this marking leaves encrypted or not at all. */
export function needsEncryption({ encrypt, encryptFrom }: Pick<SmtpConfiguration, 'encrypt' | 'encryptFrom'>, marking: TlpMarking): boolean {
  return encrypt === 'always' || TLP_MARKINGS.indexOf(marking) >= TLP_MARKINGS.indexOf(encryptFrom)
}
