import { join } from 'node:path'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { CustodyEntry } from './custody-entry.ts'
import { LEDGER_FILE } from './ledger.ts'
import { readLine } from './ledger-line.ts'
import { readLines } from './read-lines.ts'

/** The entries of a ledger, for who only looks: also while another process writes. @throws NoroshiError `custody-broken`, `data-unusable` */
export async function* readEntries(folder: string): AsyncGenerator<CustodyEntry, void, undefined> {
  let number = 0
  for await (const { bytes, torn } of readLines(join(folder, LEDGER_FILE))) {
    if (torn) return
    const read = readLine(bytes, null)
    number++
    if ('wrong' in read) throw new NoroshiError('custody-broken', `entry ${number} of the custody ledger in ${folder} ${read.wrong}`)
    yield read.entry
  }
}
