import { newFields } from '../../model/value.ts'
import type { Fields, MutableFields } from '../../model/value.ts'
import { memberOf } from './audit-record.ts'
import type { AuditRecord } from './audit-record.ts'
import { MAX_FIELD_VALUES } from './defaults.ts'
import { readSocketAddress } from './socket-address.ts'
import { systemCallName } from './system-calls.ts'

/**
 * The fields of an event from its records, under auditd's own names. `type` and whatever more than one record says are lists, in the
 * order of the records and without repetition. Made besides: `command_line` (an EXECVE's arguments), `created` (the path that came into
 * being), `DestinationIp` and `DestinationPort` (a socket's address), and `SYSCALL` where auditd gives the number alone.
 */
export function auditFields(records: readonly AuditRecord[]): Fields {
  const fields = newFields()
  const lists = new Map<string, string[]>()
  const [first] = records
  if (first?.node !== undefined) fields['node'] = first.node
  for (const { type } of records) add(fields, lists, 'type', type)
  if (first !== undefined) fields['serial'] = first.serial
  for (const { members } of records) {
    for (let i = 0; i < members.length; i += 2) add(fields, lists, members[i] === 'type' ? 'record_type' : members[i]!, members[i + 1]!)
  }
  for (const record of records) {
    if (record.type === 'SYSCALL') addSystemCall(fields, record)
    else if (record.type === 'SOCKADDR') addAddress(fields, record)
    else if (record.type === 'PATH' && memberOf(record, 'nametype') === 'CREATE') addCreated(fields, lists, record, records)
  }
  if (records.some(({ type }) => type === 'EXECVE')) addCommandLine(fields, records)
  return fields
}

/** One value is itself, several different ones are a list. */
function add(fields: MutableFields, lists: Map<string, string[]>, name: string, value: string): void {
  const present = fields[name]
  if (present === undefined) fields[name] = value
  else if (typeof present !== 'string') addToList(lists.get(name), value)
  else if (present !== value) {
    const list = [present, value]
    lists.set(name, list)
    fields[name] = list
  }
}

function addToList(list: string[] | undefined, value: string): void {
  if (list !== undefined && list.length < MAX_FIELD_VALUES && !list.includes(value)) list.push(value)
}

const ARGUMENT = /^a(\d{1,4})(?:\[\d{1,5}\])?$/

/** `argc=3 a0="ls" a1="-l" …`; a long argument comes as `a1[0]`, `a1[1]` …, with `a1_len` before, and may go on in the next record. */
function addCommandLine(fields: MutableFields, records: readonly AuditRecord[]): void {
  const parts: string[] = []
  let last: string | undefined
  for (const { members } of records.filter(({ type }) => type === 'EXECVE')) {
    for (let i = 0; i < members.length; i += 2) {
      const index = ARGUMENT.exec(members[i]!)?.[1]
      if (index === undefined) continue
      if (index === last) parts[parts.length - 1] += members[i + 1]!
      else parts.push(members[i + 1]!)
      last = index
    }
  }
  if (parts.length > 0) fields['command_line'] = parts.join(' ')
}

/** The path of `nametype=CREATE`, made whole with the working directory. */
function addCreated(fields: MutableFields, lists: Map<string, string[]>, path: AuditRecord, records: readonly AuditRecord[]): void {
  const name = memberOf(path, 'name')
  if (name === undefined) return
  const cwd = records.find(({ type }) => type === 'CWD')
  const directory = cwd === undefined ? undefined : memberOf(cwd, 'cwd')
  const whole = name.startsWith('/') || directory === undefined ? name : `${directory.replace(/\/$/, '')}/${name.replace(/^\.\//, '')}`
  add(fields, lists, 'created', whole)
}

function addSystemCall(fields: MutableFields, record: AuditRecord): void {
  const name = fields['SYSCALL'] === undefined ? systemCallName(memberOf(record, 'arch'), memberOf(record, 'syscall')) : undefined
  if (name !== undefined) fields['SYSCALL'] = name
}

function addAddress(fields: MutableFields, record: AuditRecord): void {
  const address = readSocketAddress(memberOf(record, 'saddr') ?? '')
  if (address === null) return
  fields['DestinationIp'] = address.address
  fields['DestinationPort'] = address.port
}
