import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds of processor time that the event store's process took so far (fields 14 and 15 of proc(5), in hundredths of a second). @param folder of the bench's data */
export function engineMs(folder: string): number {
  const pid = /\d+/.exec(readFileSync(join(folder, 'run', 'clickhouse.pid'), 'utf8'))?.[0] ?? ''
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
