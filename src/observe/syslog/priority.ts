/** RFC 5424 §6.2.1, table 1. */
const FACILITIES = [
  'kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp', 'ntp', 'audit', 'alert', 'clock',
  'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7',
]

/** RFC 5424 §6.2.1, table 2. */
const SEVERITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug']

/** The names of a priority value 0–191; null beyond. */
export function priorityNames(value: number): { readonly facility: string; readonly severity: string } | null {
  const facility = FACILITIES[value >> 3]
  const severity = SEVERITIES[value & 7]
  return facility === undefined || severity === undefined ? null : { facility, severity }
}
