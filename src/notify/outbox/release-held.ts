import type { Pool } from 'pg'
import { heldMessages, letGo } from '../../store/notify/held-messages.ts'
import { keyOfRecipient } from '../recipient/recipient-key.ts'
import { clearanceFor } from '../recipient/recipient.ts'
import type { MessageParts } from './case-message.ts'
import { whyHeld } from './case-message.ts'

/** Looks at what is held again, under the settings and the register as they are now. @returns how many may go */
export async function releaseHeld({ pool, configuration, now }: Pick<MessageParts, 'configuration' | 'now'> & { readonly pool: Pool }): Promise<number> {
  let released = 0
  for (const { organisation, id, channel: name, recipient, address, marking } of await heldMessages(pool)) {
    const channel = configuration.channels.find(each => each.name === name)
    if (channel === undefined) continue
    const hasKey = channel.kind === 'smtp' && await keyOfRecipient({ pool, organisation }, channel, recipient, address) !== null
    if (whyHeld({ marking }, channel, { clearance: clearanceFor(channel, configuration, recipient, address), hasKey }) !== '') continue
    await letGo(pool, { organisation, id }, now())
    released++
  }
  return released
}
