import { open } from 'node:fs/promises'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { CountSample } from './count-changes.ts'
import { MAX_COUNTS_BYTES } from './defaults.ts'

/**
 * A table of counts as CSV: a header line, then a time, packets and hosts in each line. The columns are told by their names
 * (`packet…`, `host…` or `source…`), the first other one is the time, which is handed on as it is written.
 *
 * @throws NoroshiError `usage` when the file is no such table
 */
export async function readCountsFile(path: string): Promise<CountSample[]> {
  const lines = (await readText(path)).split(/\r?\n/)
  const header = cells(lines[0] ?? '').map(name => name.toLowerCase())
  const packets = header.findIndex(name => name.startsWith('packet'))
  const hosts = header.findIndex(name => name.startsWith('host') || name.startsWith('source'))
  const at = header.findIndex((_, index) => index !== packets && index !== hosts)
  if (packets < 0 || hosts < 0 || at < 0) throw new NoroshiError('usage', `${path}:1: needs columns for the time, packets and hosts`)
  return lines.flatMap((line, index) => {
    if (index === 0 || line.trim() === '') return []
    const row = cells(line)
    const sample = { at: row[at] ?? '', packets: count(row[packets]), hosts: count(row[hosts]) }
    if (sample.at === '' || Number.isNaN(sample.packets) || Number.isNaN(sample.hosts)) {
      throw new NoroshiError('usage', `${path}:${index + 1}: needs a time and two whole numbers`)
    }
    return [sample]
  })
}

async function readText(path: string): Promise<string> {
  const file = await open(path).catch((cause: unknown) => {
    throw new NoroshiError('no-such-path', `${path} cannot be read`, { cause })
  })
  try {
    if ((await file.stat()).size > MAX_COUNTS_BYTES) throw new NoroshiError('usage', `${path}: more than ${MAX_COUNTS_BYTES} bytes`)
    return (await file.readFile('utf8')).replace(/^\ufeff/, '')
  } finally {
    await file.close()
  }
}

function cells(line: string): string[] {
  return line.split(',').map(cell => cell.trim().replace(/^"(.*)"$/, '$1'))
}

function count(cell: string | undefined): number {
  return cell !== undefined && /^\d{1,15}$/.test(cell) ? Number(cell) : NaN
}
