import { parseIsoTime } from '../../model/time.ts'
import type { StoredHolding } from '../../store/register/find-holdings.ts'

/** Microseconds of a time of 22 November 2026: `10:00`. */
export function at(text: string): number {
  return parseIsoTime(`2026-11-22T${text}Z`)!.microseconds
}

/** A holding of `192.0.2.7` with what is given; its event is named by its time. */
export function holding(given: Partial<StoredHolding> & { readonly from: number }): StoredHolding {
  const time = given.time ?? given.from
  return {
    kind: 'lease', act: 'begin', address: '192.0.2.7', mac: '', user: '', host: '', place: '', session: '', until: null, port: null, translation: null, dataset: 'test.d',
    event: time.toString(16).padStart(32, '0'), time, ...given,
  }
}
