import type { MutableFields } from '../../model/value.ts'
import { newFields } from '../../model/value.ts'
import { isoTime } from '../text/timestamps.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { MAX_SYSMON_CHARACTERS } from './defaults.ts'

/** What Sysmon for Linux writes to syslog: one event as XML, under the names that it has on Windows. Null when it is not that. */
export function readSysmon(message: string): { readonly time: Timestamp | null; readonly fields: MutableFields } | null {
  if (!message.startsWith('<Event>') || message.length > MAX_SYSMON_CHARACTERS) return null
  const eventId = /<EventID>(\d{1,5})<\/EventID>/.exec(message)?.[1]
  if (eventId === undefined) return null
  const fields = newFields()
  fields['EventID'] = Number(eventId)
  const computer = /<Computer>([^<]{0,255})<\/Computer>/.exec(message)?.[1]
  if (computer !== undefined) fields['Computer'] = plain(computer)
  fields['Provider_Name'] = 'Linux-Sysmon'
  for (const [, name, value] of message.matchAll(/<Data Name="([^"<]{1,64})">([^<]*)<\/Data>/g)) fields[name!] = plain(value!)
  const created = /<TimeCreated SystemTime="([^"]{1,40})"/.exec(message)?.[1]
  return { time: created === undefined ? null : isoTime(created), fields }
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g

function plain(xml: string): string {
  return xml.replace(ENTITY, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0x10ffff ? whole : String.fromCodePoint(code)
  })
}
