import { z } from '@hono/zod-openapi'
import { formatTime } from '../../../model/time.ts'
import type { QueryResult } from '../../../query/run-query.ts'
import { count } from '../shapes.ts'

/** What a hunt's pipe makes of the events. */
export const huntTableSchema = z.object({
  columns: z.array(z.string()).describe('the last is the count'),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  other: count.describe('events in groups that are not shown'),
  total: count,
  readAs: z.string(),
}).openapi('HuntTable')

export function huntTable(result: QueryResult, readAs: string): z.infer<typeof huntTableSchema> {
  const { total } = result
  switch (result.kind) {
    case 'count': return { columns: ['count'], rows: [[total]], other: 0, total, readAs }
    case 'groups': {
      return { columns: [...result.fields, 'count'], rows: result.groups.map(group => [...group.values, group.count]), other: result.other, total, readAs }
    }
    case 'timechart': {
      const rows: [string | null, number][] = result.buckets.map(bucket => [formatTime(bucket.time), bucket.count])
      if (result.withoutTime > 0) rows.push([null, result.withoutTime])
      return { columns: ['_time', 'count'], rows, other: result.other, total, readAs }
    }
  }
}
