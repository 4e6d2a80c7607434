import type { MutableFields } from '../../model/value.ts'
import { LOOKED_AT_CHARACTERS } from './defaults.ts'

/** What a message of a program says, as fields; every expression is anchored or tried once, on a bounded text. */
type MessageReader = (message: string, fields: MutableFields) => void

/** Adds the names in messages of programs that are known: `user`, `src_ip`, `src_port`, and what sudo writes under its own names. */
export function addMessageNames(program: string, message: string, fields: MutableFields): void {
  readers.get(program.toLowerCase())?.(message.slice(0, LOOKED_AT_CHARACTERS), fields)
}

const SSH_PEER = /^(?:Accepted|Failed|Postponed|Partial) \S+ for (?:invalid user )?(.{0,256}?) from (\S{1,64}) port (\d{1,5})/
const SSH_INVALID_USER = /^(?:Invalid|Illegal) user (.{0,256}?) ?from (\S{1,64})(?: port (\d{1,5}))?/
const SSH_ENDS = [
  'Connection from', 'Connection closed by', 'Connection reset by', 'Received disconnect from', 'Disconnected from', 'Disconnecting',
  'Unable to negotiate with', 'maximum authentication attempts exceeded for', 'banner exchange: Connection from',
]
const SSH_CONNECTION = new RegExp(
  `^(?:${SSH_ENDS.join('|')}) ` + /(?:(?:invalid|authenticating) )?(?:user (.{0,256}?) )?([0-9a-fA-F:.]{2,45}) port (\d{1,5})/.source,
)

function readSsh(message: string, fields: MutableFields): void {
  const found = SSH_PEER.exec(message) ?? SSH_INVALID_USER.exec(message) ?? SSH_CONNECTION.exec(message)
  if (found === null) return readPam(message, fields)
  set(fields, 'user', found[1])
  set(fields, 'src_ip', found[2])
  set(fields, 'src_port', found[3])
}

/** `bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/ls`; only the last member may hold ` ; `. */
function readSudo(message: string, fields: MutableFields): void {
  const user = /^ *(\S{1,256}) : /.exec(message)
  if (user === null) return readPam(message, fields)
  set(fields, 'user', user[1])
  for (const part of message.slice(user[0].length).split(/ ; (?=[A-Z]+=)/)) {
    const member = /^([A-Z]{2,16})=([\s\S]*)$/.exec(part)
    if (member !== null) set(fields, member[1]!, member[2])
  }
}

/** `(root) CMD (run-parts /etc/cron.hourly)` */
function readCron(message: string, fields: MutableFields): void {
  const found = /^\(([^()]{1,64})\) ([A-Z ]{3,24})(?: \(([\s\S]*)\))?$/.exec(message)
  if (found === null) return readPam(message, fields)
  set(fields, 'user', found[1])
  set(fields, 'cron_action', found[2])
  set(fields, 'command', found[3])
}

/** `pam_unix(su:session): session opened for user root(uid=0) by bob(uid=1000)`, `authentication failure; … rhost=192.0.2.1 user=root` */
function readPam(message: string, fields: MutableFields): void {
  if (!message.startsWith('pam_')) return
  set(fields, 'user', /\b(?:for user |user=)([^\s(),;]{1,256})/.exec(message)?.[1])
  set(fields, 'src_ip', /\brhost=([0-9a-fA-F:.]{2,45})(?= |$)/.exec(message)?.[1])
}

/** `(to root) bob on pts/0` and `FAILED SU (to root) bob on pts/0` */
function readSu(message: string, fields: MutableFields): void {
  const found = /^(?:FAILED SU )?\(to (\S{1,256})\) (\S{1,256}) on /.exec(message)
  if (found === null) return readPam(message, fields)
  set(fields, 'user', found[2])
  set(fields, 'target_user', found[1])
}

/** `new user: name=eve, UID=1001, …` */
function readAccount(message: string, fields: MutableFields): void {
  const found = /\bname=([^,\s]{1,256})/.exec(message) ?? /^(?:add|delete|change|removed?)\b.{0,64}? '([^']{1,256})'/.exec(message)
  if (found === null) return readPam(message, fields)
  set(fields, 'target_user', found[1])
}

function set(fields: MutableFields, name: string, value: string | undefined): void {
  if (value !== undefined && value !== '') fields[name] = value
}

const readers = new Map<string, MessageReader>([
  ...['sshd', 'sshd-session', 'sshd-auth'].map(program => [program, readSsh] as const),
  ['sudo', readSudo],
  ['su', readSu],
  ...['cron', 'crond'].map(program => [program, readCron] as const),
  ...['useradd', 'userdel', 'usermod', 'groupadd', 'passwd'].map(program => [program, readAccount] as const),
  ...['login', 'systemd-logind', 'polkitd', 'vsftpd', 'gdm-password', 'systemd', 'su-l', 'pkexec']
    .map(program => [program, readPam] as const),
])
