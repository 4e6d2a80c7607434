import { MINUTE_US } from '../../../model/time.ts'

/** Packets that agree in everything within so long are one flow tuple: Corsaro's interval. */
export const TUPLE_INTERVAL_US = MINUTE_US
/** Flow tuples held; beyond it those of the interval are written and counting begins again, so that one may be written in two parts. */
export const MOST_TUPLES = 1_000_000
/** Rows of a block of the Avro file, or of a piece of the CSV. */
export const TUPLES_A_BLOCK = 4_096
