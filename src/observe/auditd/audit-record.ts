import { clockFromAudit } from './audit-time.ts'
import { MAX_RECORD_FIELDS } from './defaults.ts'
import { decodeValue } from './hex-value.ts'

/** One line of the audit log. */
export interface AuditRecord {
  readonly type: string
  readonly node: string | undefined
  /** Microseconds since the epoch; null when out of range. */
  readonly time: number | null
  readonly serial: string
  /** Name, value, name, value … in order, hexadecimal decoded; a name may come twice (`msg='…'` repeats `pid`). Flat: there are many. */
  readonly members: readonly string[]
}

/** The first value of a name. */
export function memberOf({ members }: AuditRecord, name: string): string | undefined {
  for (let i = 0; i < members.length; i += 2) if (members[i] === name) return members[i + 1]
  return undefined
}

const HEADER = /^(?:node=(\S{1,256}) )?type=([A-Za-z0-9_[\]?]{1,64}) msg=audit\((\d{1,12})\.(\d{1,6}):(\d{1,20})\):?/

/** A line of auditd's; null when it is not one. Also with `node=` before. */
export function readAuditRecord(line: string): AuditRecord | null {
  const header = HEADER.exec(line)
  if (header === null) return null
  const [whole, node, type = '', seconds = '', fraction = '', serial = ''] = header
  return { type, node, time: clockFromAudit(seconds, fraction), serial, members: readMembers(line, whole.length, type) }
}

export function isAuditLine(line: string): boolean {
  return HEADER.test(line) || isSearchLine(line)
}

/** What `ausearch` writes between events: no record, and no error. */
export function isSearchLine(line: string): boolean {
  return line === '----' || line.startsWith('time->')
}

/** `name=value`, `name="value"`, `name='nested name=value …'`, and SADDR={ … } as newer versions write it. */
const FIELD = /([A-Za-z_][\w.:/[\]-]{0,127})=(?:"([^"]*)"|'|\{|([^\s'}\u001d]*))/y

/**
 * The members of a record. Those in `msg='…'` and `{ … }` are read as if they stood outside; the part after 0x1d (what auditd already
 * looked up: names for numbers) too. Linear.
 */
function readMembers(line: string, from: number, type: string): string[] {
  const members: string[] = []
  let at = from
  while (at < line.length && members.length < 2 * MAX_RECORD_FIELDS) {
    FIELD.lastIndex = at
    const found = FIELD.exec(line)
    if (found === null) {
      at = nextWord(line, at)
      continue
    }
    const [whole, name = '', quoted, plain] = found
    at += whole.length
    if (quoted !== undefined) members.push(name, quoted)
    else if (plain !== undefined) members.push(name, decodeValue(type, name, plain))
  }
  return members
}

/** Past the next separator: a blank, 0x1d, or the end of a nested part. */
function nextWord(line: string, at: number): number {
  let next = at
  while (next < line.length && !isSeparator(line.charCodeAt(next))) next++
  return next + 1
}

function isSeparator(code: number): boolean {
  return code === 0x20 || code === 0x1d || code === 0x27 || code === 0x7b || code === 0x7d
}
