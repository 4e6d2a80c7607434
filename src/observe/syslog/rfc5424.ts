import { closingQuote } from '../log/closing-quote.ts'
import { isoTime } from '../text/timestamps.ts'
import { MAX_STRUCTURED_FIELDS } from './defaults.ts'
import type { StructuredData, SyslogMessage } from './message-parts.ts'

/** VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID, then structured data: RFC 5424 §6. Longer members than the standard's pass, to a bound. */
const HEADER = /^1 (-|\d{4}-\d\d-\d\dT\S{1,32}) (\S{1,512}) (\S{1,256}) (\S{1,256}) (\S{1,128})(?: |$)/

/** The part of a message after its priority, if it is RFC 5424's; null when it is not. */
export function readRfc5424(text: string): SyslogMessage | null {
  const header = HEADER.exec(text)
  if (header === null) return null
  const [whole, stamp = '', hostname, program, pid, messageId] = header
  const time = stamp === '-' ? null : isoTime(stamp)
  const { structured, rest } = readStructuredData(text.slice(whole.length))
  return {
    time,
    hostname: unlessNil(hostname),
    program: unlessNil(program),
    pid: unlessNil(pid),
    messageId: unlessNil(messageId),
    structured,
    message: rest.replace(/^ ?\ufeff?/, ''),
  }
}

/** NILVALUE, §6. */
function unlessNil(value: string | undefined): string | undefined {
  return value === '-' ? undefined : value
}

const ELEMENT = /\[([^\s=\]"]{1,128})/y
const PARAMETER = / {1,8}([^\s=\]"]{1,128})="/y

/** SD-ELEMENTs (§6.3) up to the first thing that is none; what follows is message. Linear: each expression is tried once at each place. */
function readStructuredData(text: string): { readonly structured: StructuredData; readonly rest: string } {
  const structured = new Map<string, string | readonly string[]>()
  if (text.startsWith('-')) return { structured, rest: text.slice(1) }
  let at = 0
  while (text[at] === '[') {
    const element = readElement(text, at)
    if (element === null) break
    for (const [name, value] of element.parameters) add(structured, name, value)
    at = element.end
  }
  return { structured, rest: text.slice(at) }
}

interface StructuredElement {
  readonly parameters: readonly (readonly [name: string, value: string])[]
  readonly end: number
}

function readElement(text: string, from: number): StructuredElement | null {
  ELEMENT.lastIndex = from
  const id = ELEMENT.exec(text)?.[1]
  if (id === undefined) return null
  const parameters: [string, string][] = []
  let at = ELEMENT.lastIndex
  for (;;) {
    PARAMETER.lastIndex = at
    const name = PARAMETER.exec(text)?.[1]
    if (name === undefined) return text[at] === ']' ? { parameters, end: at + 1 } : null
    const valueFrom = PARAMETER.lastIndex
    const end = closingQuote(text, valueFrom)
    if (end < 0) return null
    at = end + 1
    if (parameters.length >= MAX_STRUCTURED_FIELDS) continue
    parameters.push([`sd.${id}.${name}`, text.slice(valueFrom, end).replace(/\\(["\\\]])/g, '$1')])
  }
}

function add(structured: Map<string, string | readonly string[]>, name: string, value: string): void {
  const present = structured.get(name)
  if (present !== undefined) {
    if (typeof present === 'string' || present.length < MAX_STRUCTURED_FIELDS) structured.set(name, [present, value].flat())
  } else if (structured.size < MAX_STRUCTURED_FIELDS) structured.set(name, value)
}
