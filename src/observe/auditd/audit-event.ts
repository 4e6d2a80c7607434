import { newFields } from '../../model/value.ts'
import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import type { AuditRecord } from './audit-record.ts'
import { decodeValue } from './hex-value.ts'
import { readSocketAddress } from './socket-address.ts'

/**
 * The fields of an event from its records, under auditd's own names. `type` and whatever more than one record says are lists, in the
 * order of the records and without repetition. Made besides: `command_line` (an EXECVE's arguments), `created` (the path that came into
 * being), `DestinationIp` and `DestinationPort` (a socket's address).
 */
export function auditFields(records: readonly AuditRecord[]): Fields {
  const fields = newFields()
  const [first] = records
  if (first === undefined) return fields
  if (first.node !== undefined) fields['node'] = first.node
  add(fields, 'type', records.map(({ type }) => type))
  const gathered = new Map<string, string[]>()
  for (const record of records) {
    for (const { name, value, quoted } of record.fields) {
      const text = quoted ? value : decodeValue(record.type, name, value)
      const values = gathered.get(name)
      if (values === undefined) gathered.set(name, [text])
      else values.push(text)
    }
  }
  for (const [name, values] of gathered) add(fields, name === 'type' ? 'record_type' : name, values)
  fields['serial'] = first.serial
  addCommandLine(fields, records)
  addCreated(fields, records)
  addAddress(fields, records)
  return fields
}

function add(fields: MutableFields, name: string, values: readonly FieldValue[]): void {
  const distinct = [...new Set(values)]
  fields[name] = distinct.length === 1 ? distinct[0]! : distinct
}

/** `argc=3 a0="ls" a1="-l" …`; a long argument comes as `a1[0]`, `a1[1]` …, with `a1_len` before. */
function addCommandLine(fields: MutableFields, records: readonly AuditRecord[]): void {
  const parts = new Map<number, string>()
  for (const { type, fields: members } of records) {
    if (type !== 'EXECVE') continue
    for (const { name, value, quoted } of members) {
      const index = /^a(\d{1,4})(?:\[\d{1,5}\])?$/.exec(name)?.[1]
      if (index === undefined) continue
      const text = quoted ? value : decodeValue(type, name, value)
      parts.set(Number(index), (parts.get(Number(index)) ?? '') + text)
    }
  }
  if (parts.size === 0) return
  fields['command_line'] = [...parts].sort(([a], [b]) => a - b).map(([, text]) => text).join(' ')
}

/** `nametype=CREATE`, made whole with the working directory. */
function addCreated(fields: MutableFields, records: readonly AuditRecord[]): void {
  const cwd = records.find(({ type }) => type === 'CWD')
  const directory = cwd === undefined ? undefined : memberOf(cwd, 'cwd')
  const created = records.filter(record => record.type === 'PATH' && memberOf(record, 'nametype') === 'CREATE')
    .flatMap(record => memberOf(record, 'name') ?? [])
    .map(name => name.startsWith('/') || directory === undefined ? name : `${directory.replace(/\/$/, '')}/${name.replace(/^\.\//, '')}`)
  if (created.length > 0) add(fields, 'created', created)
}

function addAddress(fields: MutableFields, records: readonly AuditRecord[]): void {
  for (const record of records) {
    const saddr = record.type === 'SOCKADDR' ? memberOf(record, 'saddr') : undefined
    const address = saddr === undefined ? null : readSocketAddress(saddr)
    if (address === null) continue
    fields['DestinationIp'] = address.address
    fields['DestinationPort'] = address.port
  }
}

function memberOf(record: AuditRecord, name: string): string | undefined {
  const found = record.fields.find(field => field.name === name)
  return found === undefined ? undefined : found.quoted ? found.value : decodeValue(record.type, name, found.value)
}
