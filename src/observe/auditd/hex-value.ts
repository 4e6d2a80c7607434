/**
 * Fields whose values the kernel writes in hexadecimal when they hold a blank, a quote or a control character
 * (`audit_log_untrustedstring`): without quotes, so `comm=6C73` is `ls` but `comm="6C73"` is that text. An execve's `a0`, `a1` … are such only in EXECVE records.
 */
const UNTRUSTED = new Set([
  'acct', 'cmd', 'comm', 'cwd', 'data', 'device', 'dir', 'exe', 'file', 'filter_key', 'grp', 'invalid_context', 'key', 'name', 'new-chardev',
  'new-disk', 'new-rng', 'new_group', 'ocomm', 'old-chardev', 'old-disk', 'old-rng', 'path', 'proctitle', 'root_dir', 'sw', 'unit', 'vm', 'watch',
])

const HEX = /^[0-9A-F]+$/

const ARGUMENT = /^a\d{1,5}(?:\[\d{1,5}\])?$/

/** The text of a value. NULs, which separate a process title's arguments, become blanks. */
export function decodeValue(type: string, name: string, value: string): string {
  if (value.length < 2 || value.length % 2 === 1 || !HEX.test(value)) return value
  if (!UNTRUSTED.has(name) && !(type === 'EXECVE' && ARGUMENT.test(name))) return value
  return Buffer.from(value, 'hex').toString('utf8').replace(/\0+$/, '').replaceAll('\0', ' ')
}
