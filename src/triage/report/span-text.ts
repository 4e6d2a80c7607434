import { formatTime } from '../../model/time.ts'

/** `2020-05-01 12:03:11 – 14:20:00`: what both ends share is said once. */
export function spanText(first: number | null, last: number | null, noTime: string): string {
  if (first === null || last === null) return noTime
  const from = secondText(first)
  const to = secondText(last)
  if (from === to) return from
  return from.slice(0, 10) === to.slice(0, 10) ? `${from} – ${to.slice(11)}` : `${from} – ${to}`
}

export function secondText(time: number): string {
  return formatTime(time).slice(0, 19).replace('T', ' ')
}
