import type { EntryBody, EntryKind } from '../api/register.ts'

/** A field of an entry as a form asks for it: a line, several lines, a text of its own lines, or one of a few. */
export interface EntryFormField {
  readonly name: string
  readonly form: 'text' | 'texts' | 'long' | readonly string[]
}

const text = (...names: string[]): EntryFormField[] => names.map(name => ({ name, form: 'text' }))
const texts = (...names: string[]): EntryFormField[] => names.map(name => ({ name, form: 'texts' }))
const NOTE: EntryFormField = { name: 'note', form: 'long' }
const LANGUAGE: EntryFormField = { name: 'language', form: ['en', 'ja'] }
const CRITICALITY: EntryFormField = { name: 'criticality', form: ['low', 'medium', 'high', 'critical'] }

/** The fields of each kind but the one it is known by, as docs/schemas/register-bodies.schema.json has them; those asked for first stand first. */
export const ENTRY_FORMS: Readonly<Record<EntryKind, readonly EntryFormField[]>> = {
  device: [...text('name', 'type'), ...texts('addresses', 'macs', 'hostnames'), ...text('organisation', 'site', 'place', 'owner'), CRITICALITY, ...texts('contacts'), ...text('serial', 'since', 'until'), NOTE],
  prefix: [{ name: 'use', form: ['used', 'unused', 'reserved'] }, ...text('name', 'organisation', 'site', 'owner'), CRITICALITY, ...texts('contacts'), ...text('since', 'until'), NOTE],
  organisation: [...text('name', 'parent'), ...texts('contacts'), LANGUAGE, NOTE],
  site: [...text('name', 'organisation'), { name: 'address', form: 'long' }, ...texts('contacts'), NOTE],
  domain: [...text('organisation', 'owner'), ...texts('contacts'), ...text('since', 'until'), NOTE],
  contact: [...text('name'), ...texts('mail'), ...text('phone', 'organisation', 'site'), ...texts('accounts'), LANGUAGE, ...text('hours'), { name: 'channel', form: ['mail', 'phone', 'chat', 'webhook'] }, { name: 'pgpKey', form: 'long' }, NOTE],
}

/** The body that a form says; what is empty is left out. */
export function bodyOf(values: Readonly<Record<string, string>>, keyField: string, fields: readonly EntryFormField[]): EntryBody {
  const said = [{ name: keyField, form: 'text' } as const, ...fields].flatMap(({ name, form }): [string, unknown][] => {
    const value = values[name]?.trim() ?? ''
    if (value === '') return []
    return [[name, form === 'texts' ? value.split('\n').map(line => line.trim()).filter(line => line !== '') : value]]
  })
  return Object.fromEntries(said)
}

/** What a form shows of a body. */
export function formValuesOf(body: EntryBody): Record<string, string> {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : String(value)]))
}
