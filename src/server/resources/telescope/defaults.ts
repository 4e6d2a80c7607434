import { DAY_US } from '../../../model/time.ts'

/** Microseconds that counts reach back when nobody says how far. */
export const SPAN_US = DAY_US
/** Steps of one answer: what a chart can show. */
export const MOST_STEPS = 1_500
/** Values of one answer. */
export const MOST_VALUES = 50
/** Days of figures in one answer; each is up to some 200 kB. */
export const MOST_DAYS = 92
/** Milliseconds for which the public page is kept: whoever asks costs nothing meanwhile. */
export const PUBLIC_PAGE_MS = 60_000
