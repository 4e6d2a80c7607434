import type { EntryBody } from '../api/register.ts'

/** The field that an entry is known by: it stands in its key. */
export const KEY_FIELDS = { organisation: 'id', site: 'id', prefix: 'network', domain: 'domain', device: 'id', contact: 'id' } as const

/** A field as text: several values side by side. */
export function fieldText(value: unknown): string {
  if (Array.isArray(value)) return value.map(fieldText).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What tells most of an entry in a line, but for what it is called. */
export function summaryOf(body: EntryBody): string {
  return SUMMARY.flatMap(name => (body[name] === undefined ? [] : [fieldText(body[name])])).join(' · ')
}

const SUMMARY = ['use', 'type', 'addresses', 'macs', 'hostnames', 'mail', 'accounts', 'organisation', 'site', 'place', 'owner', 'contacts'] as const
