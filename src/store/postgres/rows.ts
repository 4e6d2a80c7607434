import type { QueryResult } from 'pg'
import type { z } from 'zod'

/** What the database answered, each row parsed; a row of another shape is a defect of ours and throws. */
export function parseRows<Row>(schema: z.ZodType<Row>, { rows }: QueryResult): Row[] {
  return rows.map(row => schema.parse(row))
}

/** Of an answer with at most one row. */
export function parseRow<Row>(schema: z.ZodType<Row>, { rows }: QueryResult): Row | undefined {
  return rows.length === 0 ? undefined : schema.parse(rows[0])
}
