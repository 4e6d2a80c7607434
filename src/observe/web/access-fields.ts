import { newFields } from '../../model/value.ts'
import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import type { AccessLine } from './access-line.ts'

/**
 * An access log's line under the names of the W3C extended log format, which Sigma's rules use. `cs-uri-query` holds the whole target
 * and, where there is one, the part after the question mark: rules are written for either.
 */
export function accessFields(line: AccessLine): Fields {
  const fields = newFields()
  fields['c-ip'] = line.client
  set(fields, 'cs-username', line.user)
  set(fields, 'cs-host', line.virtualHost)
  addRequest(fields, line.request)
  set(fields, 'sc-status', line.status)
  set(fields, 'sc-bytes', line.bytes)
  set(fields, 'cs-referer', line.referer)
  set(fields, 'cs-user-agent', line.userAgent)
  const rest = line.rest.filter(member => member !== '-' && member !== '')
  if (rest.length > 0) fields['more'] = rest
  return fields
}

/** What an access in JSON leaves to be read from its request line or its target, and its status as a number. */
export function completeRequest(fields: MutableFields): void {
  const { 'cs-request': request, 'cs-uri': target, 'sc-status': status } = fields
  if (typeof target === 'string') addTarget(fields, target)
  else if (typeof request === 'string') addRequest(fields, request)
  if (typeof status === 'string' && /^\d{3}$/.test(status)) fields['sc-status'] = Number(status)
}

/** `GET /a?b HTTP/1.1`; what is no request line (TLS on a plain port, garbage) is kept whole. */
function addRequest(fields: MutableFields, request: string): void {
  const parts = /^([A-Za-z_-]{1,32}) ([\s\S]*?)(?: (HTTP\/\d(?:\.\d)?))?$/.exec(request)
  if (parts === null) {
    set(fields, 'cs-request', request === '-' || request === '' ? undefined : request)
    return
  }
  const [, method, target = '', version] = parts
  set(fields, 'cs-method', method)
  addTarget(fields, target)
  set(fields, 'cs-version', version)
}

function addTarget(fields: MutableFields, target: string): void {
  const mark = target.indexOf('?')
  fields['cs-uri'] = target
  fields['cs-uri-stem'] = mark < 0 ? target : target.slice(0, mark)
  fields['cs-uri-query'] = mark < 0 ? target : [target, target.slice(mark + 1)]
}

function set(fields: MutableFields, name: string, value: FieldValue | undefined): void {
  if (value !== undefined) fields[name] = value
}
