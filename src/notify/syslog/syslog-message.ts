import type { Outgoing } from '../send/sent-result.ts'
import { plainLine } from '../text/plain-line.ts'

/** One line for a collector: a frame of RFC 5424 around CEF, or around the subject. Nothing within can end the line or begin a field. */
export function syslogMessage(outgoing: Outgoing, format: 'cef' | 'text', hostname: string): string {
  const { priority, createdAt, id, organisation } = outgoing
  // Facility 10 is security; severities from notice to alert.
  const severity = priority >= 90 ? 1 : priority >= 70 ? 2 : priority >= 50 ? 4 : 5
  const host = hostname.replaceAll(/[^!-~]/g, '').slice(0, 255) || '-'
  // The private enterprise number of documentation (RFC 5612); we have none of our own.
  const data = `[noroshi@32473 id="${id}" organisation="${organisation.replaceAll(/["\\\]]/g, '\\$&')}" marking="TLP:${outgoing.marking.toUpperCase()}"]`
  const body = format === 'cef' ? cef(outgoing) : plainLine(outgoing.subject, LINE_LENGTH)
  return `<${10 * 8 + severity}>1 ${createdAt.toISOString()} ${host} noroshi - notice ${data} \ufeff${body}`
}

const LINE_LENGTH = 1_000

/** Common Event Format, version 0: header fields escape `\\` and `|`, values `\\` and `=`, both line ends. */
function cef({ id, subject, text, priority, notices, marking, organisation, createdAt }: Outgoing): string {
  const [notice] = notices
  const rule = typeof notice?.['rule'] === 'string' ? notice['rule'] : 'notice'
  const header = ['CEF:0', 'Noroshi', 'Noroshi', '1', rule, plainLine(subject, LINE_LENGTH), String(Math.min(10, Math.round(priority / 10)))].map((field, index) => (index === 0 ? field : field.replaceAll(/[\\|]/g, '\\$&')))
  const entity = entitiesOf(notice)
  const source = entity.find(({ type }) => type === 'ip')?.value
  const host = entity.find(({ type }) => type === 'host')?.value
  const user = entity.find(({ type }) => type === 'user')?.value
  const fields: readonly (readonly [string, string])[] = [
    ['externalId', id], ['rt', String(createdAt.getTime())], ['cs1Label', 'organisation'], ['cs1', organisation], ['cs2Label', 'marking'], ['cs2', `TLP:${marking.toUpperCase()}`],
    ...(source === undefined ? [] : [['src', source] as const]), ...(host === undefined ? [] : [['shost', host] as const]), ...(user === undefined ? [] : [['suser', user] as const]),
    ['msg', plainLine(text, LINE_LENGTH)],
  ]
  return `${header.join('|')}|${fields.map(([name, value]) => `${name}=${plainLine(value, LINE_LENGTH).replaceAll(/[\\=]/g, '\\$&')}`).join(' ')}`
}

/** Of a case's notice; others have none. */
function entitiesOf(notice: Readonly<Record<string, unknown>> | undefined): { readonly type: string; readonly value: string }[] {
  const about: unknown = notice?.['case']
  const entities: unknown = typeof about === 'object' && about !== null && 'entities' in about ? about.entities : []
  return Array.isArray(entities) ? entities.flatMap((each: unknown) =>
    (typeof each === 'object' && each !== null && 'type' in each && 'value' in each && typeof each.type === 'string' && typeof each.value === 'string' ? [{ type: each.type, value: each.value }] : [])) : []
}
