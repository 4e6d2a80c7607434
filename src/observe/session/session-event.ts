import { formatAddress } from '../packet/format-address.ts'
import { MAX_VALUE_LENGTH } from './defaults.ts'
import type { Flow } from './flow.ts'

/** A line of one of Zeek's logs, with the name of its dataset. */
export interface SessionEvent {
  readonly dataset: string
  readonly _path: string
  /** Seconds since the epoch; null where the capture holds no time. */
  readonly ts: number | null
  readonly uid: string
  readonly 'id.orig_h': string
  readonly 'id.orig_p': number
  readonly 'id.resp_h': string
  readonly 'id.resp_p': number
  readonly [field: string]: SessionValue
}

export type SessionValue = string | number | boolean | null | readonly (string | number)[]

/** What is told of a flow; values that are undefined are left out, as Zeek's JSON does. @param time microseconds since the epoch */
export function sessionEvent(flow: Flow, path: string, time: number, values: Readonly<Record<string, SessionValue | undefined>>): SessionEvent {
  const from = flow.originator
  const to = from === 0 ? 1 : 0
  const event: Record<string, SessionValue> & SessionEvent = {
    'dataset': `zeek.${path}`,
    '_path': path,
    'ts': Number.isNaN(time) ? null : time / 1_000_000,
    'uid': flow.uid,
    'id.orig_h': formatAddress(flow.addresses[from]),
    'id.orig_p': flow.ports[from],
    'id.resp_h': formatAddress(flow.addresses[to]),
    'id.resp_p': flow.ports[to],
  }
  for (const name of Object.keys(values)) {
    const value = values[name]
    if (value !== undefined) event[name] = typeof value === 'string' ? value.slice(0, MAX_VALUE_LENGTH) : value
  }
  return event
}
