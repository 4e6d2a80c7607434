import { readBsdMessage } from './bsd-message.ts'
import { isFortinet } from './fortinet-message.ts'
import { priorityNames } from './priority.ts'
import { readRfc5424 } from './rfc5424.ts'
import type { SyslogMessage } from './message-parts.ts'

const PRI = /^<(\d{1,3})>/

/**
 * A line of syslog in any of its forms: RFC 5424; RFC 3164 with and without priority, year, fraction, zone or host; with an ISO time as
 * rsyslog and systemd write it; Cisco's. What has no stamp is all message. A length before it (RFC 6587) is skipped.
 *
 * @param date microseconds: the evidence's, for stamps without a year
 */
export function readSyslog(line: string, date: number): SyslogMessage {
  const text = /^\d{1,6} (?=<\d{1,3}>)/.test(line) ? line.slice(line.indexOf(' ') + 1) : line
  const priority = PRI.exec(text)
  const names = priority === null ? null : priorityNames(Number(priority[1]))
  if (priority === null || names === null) return readBsdMessage(text, date)
  const rest = text.slice(priority[0].length)
  return { ...names, ...(readRfc5424(rest) ?? readBsdMessage(rest, date)) }
}

/** Whether a line begins like syslog: with a priority, or with a stamp, a host and a program. */
export function looksLikeSyslog(line: string): boolean {
  if (/^(?:\d{1,6} )?<\d{1,3}>\S/.test(line) || isFortinet(line)) return true
  const { time, hostname, program, message } = readBsdMessage(line, NO_DATE)
  if (hostname !== undefined && LEVEL.test(hostname)) return false
  return time !== null && ((hostname !== undefined && program !== undefined) || CISCO.test(message))
}

/** Where syslog has the host, programs' own logs have their level. */
const LEVEL = /^(?:trace|debug|verbose|info|notice|warn|warning|err|error|crit|critical|fatal|severe|alert|emerg)$/i

/** Any date allows a stamp without year. */
const NO_DATE = Date.UTC(2020, 0, 1) * 1_000

const CISCO = /^%[A-Z0-9_-]+-[0-7]-[A-Z0-9_]+:/
