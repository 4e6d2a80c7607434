import { formatTime } from '../../model/time.ts'

/** A moment of the state store as the API writes times: UTC with microseconds. */
export function formatDate(date: Date): string {
  return formatTime(date.getTime() * 1_000)!
}
