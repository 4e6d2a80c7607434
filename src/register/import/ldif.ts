import type { EntryKind } from '../../store/register/entry.ts'
import type { Draft, Drafts, Refusal } from './draft.ts'
import { stated } from './draft.ts'

/**
 * Entries of an LDAP export (LDIF, RFC 2849): people (`person`, `inetOrgPerson`, `user`), machines (`device`, `computer`, `ieee802Device`, `ipHost`) and organisations (`organization`,
 * `organizationalUnit`). Records that change a directory rather than describe it are refused.
 */
export function readLdif(text: string): Drafts {
  const drafts: Draft[] = []
  const refusals: Refusal[] = []
  for (const record of recordsOf(text)) {
    const { line, problem } = record
    if (problem !== null) refusals.push({ line, reason: problem })
    else if (record.has('changetype')) refusals.push({ line, reason: 'is a change, not an entry' })
    else if (record.has('dn')) {
      const reader = READERS.find(({ classes }) => record.all('objectclass').some(each => classes.includes(each.toLowerCase())))
      if (reader === undefined) refusals.push({ line, reason: 'is neither a person, a machine nor an organisation' })
      else drafts.push({ kind: reader.kind, line, body: stated(reader.body(record)) })
    }
  }
  return { drafts, refusals }
}

/** Computers are people's subclass in Active Directory: asked first. */
const READERS: readonly { readonly kind: EntryKind; readonly classes: readonly string[]; body(record: LdifRecord): Record<string, unknown> }[] = [
  {
    kind: 'device', classes: ['computer', 'device', 'ieee802device', 'iphost'],
    body: record => ({
      id: record.first('cn', 'name'), name: record.first('displayname', 'cn'), macs: record.all('macaddress'), addresses: record.all('iphostnumber', 'networkaddress'),
      hostnames: record.all('dnshostname', 'cn'), type: record.first('operatingsystem'), serial: record.first('serialnumber'), place: record.first('roomnumber', 'location', 'l'),
      owner: nameOf(record.first('owner', 'managedby')), organisation: record.first('o', 'ou'), note: record.first('description'),
    }),
  },
  {
    kind: 'contact', classes: ['person', 'organizationalperson', 'inetorgperson', 'user', 'posixaccount', 'contact'],
    body: record => ({
      id: record.first('uid', 'samaccountname', 'mail', 'cn'), name: record.first('displayname', 'cn'), mail: record.all('mail'), phone: record.first('telephonenumber', 'mobile'),
      organisation: record.first('o', 'department', 'ou'), accounts: record.all('uid', 'samaccountname', 'userprincipalname'), language: languageOf(record.first('preferredlanguage')),
    }),
  },
  {
    kind: 'organisation', classes: ['organization', 'organizationalunit'],
    body: record => ({ id: record.first('o', 'ou'), name: record.first('description', 'o', 'ou') }),
  },
]

class LdifRecord {
  readonly line: number
  readonly problem: string | null
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor(line: number, values: ReadonlyMap<string, readonly string[]>, problem: string | null) {
    this.line = line
    this.#values = values
    this.problem = problem
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  first(...names: readonly string[]): string | undefined {
    return this.all(...names)[0]
  }

  all(...names: readonly string[]): string[] {
    return [...new Set(names.flatMap(name => this.#values.get(name) ?? []))].filter(each => each !== '')
  }
}

/** A line that begins with a blank goes on with the one before; `::` is base64; `<` names a file, which is never opened. */
function* recordsOf(text: string): Generator<LdifRecord> {
  let first = 0
  let problem: string | null = null
  let values = new Map<string, string[]>()
  const lines = text.split(/\r\n|\n|\r/)
  for (let at = 0; at <= lines.length; at++) {
    const start = at + 1
    if (at === lines.length || lines[at] === '') {
      if (values.size > 0 || problem !== null) yield new LdifRecord(first, values, problem)
      values = new Map()
      problem = null
      continue
    }
    const folded = [lines[at]!]
    while (lines[at + 1]?.startsWith(' ') === true) folded.push(lines[++at]!.slice(1))
    const whole = folded.join('')
    if (whole.startsWith('#')) continue
    if (values.size === 0 && problem === null) first = start
    const parts = /^([A-Za-z0-9.-]+)(?:;[^:]*)?:(:|<)? *(.*)$/s.exec(whole)
    if (parts === null) {
      problem ??= `line ${start} is no attribute`
      continue
    }
    const [, name = '', form, written = ''] = parts
    if (form === '<' || name.toLowerCase() === 'version') continue
    const value = form === ':' ? Buffer.from(written, 'base64').toString('utf8') : written
    const known = values.get(name.toLowerCase())
    if (known === undefined) values.set(name.toLowerCase(), [value.trim()])
    else known.push(value.trim())
  }
}

/** The value of a distinguished name's first part (RFC 4514): `uid=eve,ou=people` is `eve`. */
function nameOf(name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : /^[^=]+=((?:\\.|[^,+\\])*)/.exec(name)?.[1]
  return value?.replaceAll(/\\(.)/g, '$1')
}

function languageOf(tag: string | undefined): string | undefined {
  return tag === undefined ? undefined : /^(en|ja)\b/i.exec(tag)?.[1]?.toLowerCase()
}
