import * as z from 'zod'
import { parseIsoTime } from '../../model/time.ts'
import type { EntryBody, EntryInput, EntryKind } from '../../store/register/entry.ts'
import { ENTRY_SCHEMAS } from './entry-schemas.ts'
import { networkText } from './network-text.ts'

/** What somebody wants an entry to say, or why it cannot be. */
export type ReadEntry = { readonly entry: EntryInput } | { readonly problem: string }

/** Checks what an entry says, brings it into one notation and tells what it is found by. */
export function readEntry(kind: EntryKind, body: unknown): ReadEntry {
  switch (kind) {
    case 'organisation': return read(kind, ENTRY_SCHEMAS.organisation, body, ({ id }) => ({ key: id, networks: [], names: [] }))
    case 'site': return read(kind, ENTRY_SCHEMAS.site, body, ({ id }) => ({ key: id, networks: [], names: [] }))
    // The same network may belong to one organisation after another.
    case 'prefix': return read(kind, ENTRY_SCHEMAS.prefix, body, ({ network, since }) => ({ key: since === undefined ? network : `${network}@${since}`, networks: [network], names: [] }))
    case 'domain': return read(kind, ENTRY_SCHEMAS.domain, body, ({ domain, since }) => ({ key: since === undefined ? domain : `${domain}@${since}`, networks: [], names: [domain] }))
    case 'device': return read(kind, ENTRY_SCHEMAS.device, body, ({ id, macs = [], addresses = [], hostnames = [] }) => ({
      key: id, networks: addresses.flatMap(each => networkText(each) ?? []), names: [...macs, ...hostnames, id.toLowerCase()],
    }))
    case 'contact': return read(kind, ENTRY_SCHEMAS.contact, body, ({ id, accounts = [], mail = [] }) => ({
      key: id, networks: [], names: [...accounts, ...mail.map(each => each.toLowerCase()), id.toLowerCase()],
    }))
  }
}

/** Whether an entry is true at a moment, in microseconds. */
export function isValidAt(body: EntryBody, at: number): boolean {
  const moment = (name: string) => {
    const value = body[name]
    return typeof value === 'string' ? parseIsoTime(value)?.microseconds : undefined
  }
  const [since, until] = [moment('since'), moment('until')]
  return (since === undefined || since <= at) && (until === undefined || at < until)
}

function read<Schema extends z.ZodType<EntryBody>>(
  kind: EntryKind, schema: Schema, given: unknown, found: (body: z.output<Schema>) => Pick<EntryInput, 'key' | 'networks' | 'names'>,
): ReadEntry {
  const result = schema.safeParse(given)
  if (!result.success) {
    const [issue] = result.error.issues
    return { problem: [z.core.toDotPath(issue?.path ?? []), issue?.message ?? 'does not fit'].filter(part => part !== '').join(': ') }
  }
  const { key, networks, names } = found(result.data)
  return { entry: { kind, key, body: { ...result.data }, networks: [...new Set(networks)], names: [...new Set(names)] } }
}
