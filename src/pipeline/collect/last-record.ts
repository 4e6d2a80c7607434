import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Microseconds: when the last record came that an earlier start sealed; null when none did, or it cannot be told. */
export async function readLastRecord(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, LAST_RECORD), 'utf8').catch(() => '')
  return /^\d{1,16}$/.test(text) ? Number(text) : null
}

/** It is only shown: where it cannot be written, everything goes on. @param at microseconds */
export async function keepLastRecord(folder: string, at: number): Promise<void> {
  const path = join(folder, LAST_RECORD)
  await writeFile(`${path}.part`, String(Math.floor(at)), { mode: 0o600 }).then(() => rename(`${path}.part`, path)).catch(() => {})
}

/** In the folder of a source. */
const LAST_RECORD = 'last-record'
