import type { MutableFields } from '../../model/value.ts'
import { newFields } from '../../model/value.ts'
import { rfc3164Time } from '../text/timestamps.ts'
import type { Timestamp } from '../text/timestamp.ts'

/** Fifteen are defined; a text with tabs has more. */
const MAX_SNARE_MEMBERS = 256

/**
 * A Windows event as Snare and compatible agents send it: `MSWinEventLog`, criticality, log, counter, time, event id, provider, user,
 * kind of user, kind of event, computer, category, data, text, checksum, separated by tabs. Null when it is not that.
 */
export function readSnare(message: string, date: number): { readonly time: Timestamp | null; readonly fields: MutableFields } | null {
  const at = message.startsWith('MSWinEventLog') ? 0 : message.indexOf(' MSWinEventLog\t') + 1
  if (at === 0 && !message.startsWith('MSWinEventLog\t')) return null
  const [, , channel, , time, eventId, provider, user, , eventType, computer, category, data, ...text] = message.slice(at).split('\t', MAX_SNARE_MEMBERS)
  if (channel === undefined || eventId === undefined || !/^\d{1,6}$/.test(eventId)) return null
  const fields = newFields()
  fields['EventID'] = Number(eventId)
  fields['Channel'] = channel
  const named = { Provider_Name: provider, Computer: computer, EventType: eventType, Task: category, Data: data }
  for (const [name, value] of Object.entries(named)) if (value !== undefined && value !== '') fields[name] = value
  if (user !== undefined && /[^\\N/A-]/.test(user)) fields['User'] = user
  fields['message'] = text.join('\t')
  return { time: rfc3164Time((time ?? '').replace(/^[A-Za-z]{3} /, ''), date), fields }
}
