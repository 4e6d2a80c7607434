import { readOrganisations } from '../../observe/telescope/organisations.ts'
import { warningMessage } from '../../observe/telescope/warning-message.ts'
import type { WarningDeskParts } from '../../observe/telescope/warning-desk.ts'
import type { Notifier } from '../../notify/notifier.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'

/** By which channel members are told of the telescope's warnings. */
export interface WarningChannel {
  readonly channel: string
  readonly marking: TlpMarking
}

interface Parts {
  readonly notifier: Pick<Notifier, 'enqueue'> | null
  readonly ledger: Ledger
  /** Path of the organisations file. */
  readonly organisations: string | undefined
}

/**
 * Tells members of warnings at the contact that the organisations file names; nobody of those that are held back. The file is read anew each time, so that a
 * new contact holds at once.
 *
 * @throws NoroshiError `usage` when members shall be told and there is nothing to tell them by
 */
export function warnMembers(channel: WarningChannel | undefined, { notifier, ledger, organisations }: Parts): Pick<WarningDeskParts, 'warn'> {
  if (channel === undefined) return {}
  if (notifier === null || organisations === undefined) throw new NoroshiError('usage', 'telescope.warn needs the channels of notify: and telescope.organisations')
  return {
    async warn(records) {
      if (records.length === 0) return
      const contacts = new Map(readOrganisations(organisations).list.map(({ name, contact }) => [name, contact]))
      for (const { happening, warning } of records) {
        const contact = contacts.get(warning.organisation) ?? ''
        if (happening === 'seen' || warning.heldBack || contact === '') continue
        const { id, kind, returns, families } = warning
        await notifier.enqueue(ledger, {
          key: `telescope.warning:${id}`, occasion: [happening, kind, returns, ...families].join(':'), rule: 'telescope.warn', to: [contact], ...channel,
          priority: WARNING_PRIORITY, contactHours: false,
          content(language) {
            const { subject, text, data } = warningMessage(happening, warning, language)
            return { subject, text, data, attachments: [] }
          },
        })
      }
    },
  }
}

/** Of a hundred: an infected host should not wait for the morning. */
const WARNING_PRIORITY = 90
