import { isFields } from '../../model/value.ts'
import type { Fields } from '../../model/value.ts'
import type { TriedAdvice } from './tried-source.ts'
import { NAMED_PROGRAMS } from './defaults.ts'

/** What is known when it is time to advise. */
export interface Seen {
  readonly decoder: string | null
  /** Events by dataset. */
  readonly datasets: ReadonlyMap<string, number>
  /** The fields of the first event of a generic dataset. */
  readonly generic: Fields | undefined
  /** Programs in syslog whose messages nothing but `linux.syslog` took. */
  readonly programs: ReadonlySet<string>
  /** The first lines, where no decoder fits. */
  readonly lines: readonly string[]
}

/** The next step for whoever wants the source to be known: what fits, or a mapping to begin with. */
export function advise({ decoder, datasets, generic, programs, lines }: Seen): TriedAdvice {
  const none = { mapping: '', programs: [] }
  if (decoder === null) return { ...none, kind: 'unknown', mapping: lines.length === 0 ? '' : linesMapping(lines) }
  const isGeneric = [...datasets].some(([dataset, events]) => dataset.startsWith('generic.') && events * 2 > total(datasets))
  if (isGeneric && generic !== undefined) {
    const { message } = generic
    const isText = typeof message === 'string' && Object.keys(generic).length === 1
    return { ...none, kind: 'generic', mapping: isText ? linesMapping([message]) : recordMapping(generic) }
  }
  if (programs.size > 0) {
    const named = [...programs].slice(0, NAMED_PROGRAMS)
    return { kind: 'programs', programs: named, mapping: messagesMapping(named[0]!) }
  }
  return { ...none, kind: 'fits' }
}

function total(datasets: ReadonlyMap<string, number>): number {
  return [...datasets.values()].reduce((sum, events) => sum + events, 0)
}

const MINE = 'source: mine\ntitle: My source\n'

function recordMapping(fields: Fields): string {
  const names = Object.keys(fields)
  const time = names.find(name => /time|date|stamp|日時|時刻/i.test(name))
  const named = (type: string, wanted: RegExp): readonly string[] => {
    const found = names.filter(name => wanted.test(name) && !isFields(fields[name]))
    return found.length === 0 ? [] : [`  ${type}: [${found.map(quoted).join(', ')}]\n`]
  }
  const entities = [
    ...named('host', /host|computer|machine|端末|コンピュータ|PC名/i),
    ...named('user', /user|account|login|ユーザ|利用者/i),
    ...named('ip', /ip$|_ip|addr|アドレス/i),
  ]
  return [
    MINE,
    `recognise:\n  - has: [${names.slice(0, 3).map(quoted).join(', ')}]\n`,
    ...(time === undefined ? [] : [`time:\n  - { field: ${quoted(time)}, format: any }\n`]),
    ...(entities.length === 0 ? [] : [`entities:\n${entities.join('')}`]),
    ...(entities.length === 0 ? [] : [`subject:\n  - { type: ${entities[0]!.trim().split(':', 1)[0]!}, field: ${firstNamed(entities[0]!)} }\n`]),
    datasetOf('records'),
  ].join('')
}

function firstNamed(line: string): string {
  return /\[('(?:[^']|'')*')/.exec(line)?.[1] ?? "''"
}

function linesMapping(lines: readonly string[]): string {
  return `${MINE}lines:\n${lines.map(line => `  - ${quoted(patternOf(line))}\n`).join('')}time:\n  - { field: stamp, format: any }\n${datasetOf('lines')}`
}

function messagesMapping(program: string): string {
  return `${MINE}messages:\n  - programs: [${quoted(program)}]\n    patterns:\n      - 'user {user:word} from {src_ip:ip}'\n      - '{}'\n${datasetOf('messages')}`
}

function datasetOf(service: string): string {
  return `datasets:\n  mine.${service}:\n    title: My source\n    logsource: { product: mine }\n`
}

/** A line as a pattern: what a pattern means specially is escaped, a date, addresses and numbers become fields. */
function patternOf(line: string): string {
  let count = 0
  return line.slice(0, MAX_PATTERN).replace(/[\\{}]/g, '\\$&')
    .replace(/^\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/, '{stamp:time}')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, () => `{ip_${++count}:ip}`)
}

/** Enough of a line to begin with. */
const MAX_PATTERN = 240

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
