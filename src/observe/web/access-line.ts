import { closingQuote } from '../log/closing-quote.ts'
import { clfTime } from '../text/timestamps.ts'
import type { Timestamp } from '../text/timestamp.ts'

/** A line of an access log, taken apart; `-` is undefined. */
export interface AccessLine {
  readonly virtualHost: string | undefined
  readonly client: string
  readonly user: string | undefined
  readonly time: Timestamp
  /** The request line as the client sent it, escapes undone. */
  readonly request: string
  readonly status: number | undefined
  readonly bytes: number | undefined
  readonly referer: string | undefined
  readonly userAgent: string | undefined
  /** Quoted members after these, as proxies and balancers add (`X-Forwarded-For`). */
  readonly rest: readonly string[]
}

/**
 * `[vhost[:port]] host ident user [time] `: a user name may hold blanks, so the stamp's bracket decides where it ends. A virtual host is
 * told by what follows it: an address or a name with a dot, where else the client's ident would be.
 */
const START = new RegExp([
  /^(?:(\S{1,255}) (?=[^\s.:]{0,255}[.:]\S{0,255} \S{1,64} ))?/,
  /(\S{1,255}) (\S{1,64}) (\S.{0,254}?|) ?/,
  /\[(\d{1,2}\/[A-Za-z]{3}\/\d{4}:\d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [+-]\d{4})?)\] /,
].map(part => part.source).join(''))

const STATUS = /^ (\d{3}|-)(?: (\d{1,18}|-))?(?= |$)/

/**
 * The common and combined formats of Apache and nginx, with a virtual host before or not, and with what administrators add after. Attackers
 * write quotes and anything else into requests and headers: both servers escape them, older ones did not, so a quoted member ends at the
 * quote that what must follow follows. Null when it is not such a line.
 */
export function readAccessLine(line: string): AccessLine | null {
  const start = START.exec(line)
  if (start === null || line[start[0].length] !== '"') return null
  const [whole, virtualHost, client = '', , user, stamp = ''] = start
  const time = clfTime(stamp)
  if (time === null) return null
  const request = endOfRequest(line, whole.length + 1)
  if (request === null) return null
  const members = quotedMembers(line.slice(request.next))
  const [referer, userAgent, ...rest] = members
  return {
    virtualHost: unlessDash(virtualHost),
    client,
    user: unlessDash(user),
    time,
    request: unescaped(line.slice(whole.length + 1, request.end)),
    status: request.status,
    bytes: request.bytes,
    referer: unlessDash(referer),
    userAgent: unlessDash(userAgent),
    rest,
  }
}

interface RequestEnd {
  readonly end: number
  readonly status: number | undefined
  readonly bytes: number | undefined
  readonly next: number
}

/** The first quote, not escaped, that a status follows. Without one the line is cut or is no access log. */
function endOfRequest(line: string, from: number): RequestEnd | null {
  for (let end = closingQuote(line, from); end >= 0; end = closingQuote(line, end + 1)) {
    const status = STATUS.exec(line.slice(end + 1, end + 32))
    if (status !== null) return { end, status: number(status[1]), bytes: number(status[2]), next: end + 1 + status[0].length }
  }
  return null
}

/** What follows a member's last quote: words without quotes, then the next member or the end. */
const AFTER_MEMBER = /(?: [^" ]*)*?(?: "|$)/y

/** The members in quotes; one ends at a quote, not escaped, that may be its last. */
function quotedMembers(text: string): string[] {
  const members: string[] = []
  let at = text.indexOf('"')
  while (at >= 0 && members.length < MAX_MEMBERS) {
    let end = closingQuote(text, at + 1)
    while (end >= 0 && !endsMember(text, end + 1)) end = closingQuote(text, end + 1)
    if (end < 0) {
      members.push(unescaped(text.slice(at + 1)))
      break
    }
    members.push(unescaped(text.slice(at + 1, end)))
    at = text.indexOf('"', end + 1)
  }
  return members
}

function endsMember(text: string, at: number): boolean {
  AFTER_MEMBER.lastIndex = at
  return AFTER_MEMBER.test(text)
}

/** Members kept after the status: no format has more. */
const MAX_MEMBERS = 16

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', v: '\v', f: '\f' }

/** Apache writes `\"`, `\\`, `\n` and, for bytes beyond ASCII, `\xhh`; nginx `\xHH` for all. Bytes that together are UTF-8 become text. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/(?:\\x[0-9A-Fa-f]{2}){1,4092}|\\([\s\S])/g, (run: string, letter: string | undefined) => {
    if (letter === undefined || run.length > 2) return Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8')
    return ESCAPES[letter] ?? (letter === '"' || letter === '\\' ? letter : run)
  })
}

function unlessDash(text: string | undefined): string | undefined {
  return text === '-' || text === '' ? undefined : text
}

function number(text: string | undefined): number | undefined {
  return text === undefined || text === '-' ? undefined : Number(text)
}
