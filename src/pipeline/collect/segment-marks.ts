import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { Mark } from './segment.ts'

/** The last mark of each thing that a source reads, as of its sealed segments. */
export type Marks = Map<string, string>

/** Those that are kept in the folder of a source; none where there are none or they cannot be read. */
export async function readMarks(folder: string): Promise<Marks> {
  try {
    return new Map(marksSchema.parse(JSON.parse(await readFile(join(folder, MARKS), 'utf8'))))
  } catch {
    return new Map()
  }
}

/** Adds to those that are kept. @throws what the file system says */
export async function keepMarks(folder: string, marks: readonly Pick<Mark, 'of' | 'at'>[]): Promise<void> {
  if (marks.length === 0) return
  const all = await readMarks(folder)
  for (const { of, at } of marks) {
    // Behind the others: those of long ago go first.
    all.delete(of)
    all.set(of, at)
  }
  const kept = [...all].slice(-MARKS_KEPT)
  await writeFile(join(folder, `${MARKS}.part`), JSON.stringify(kept), { mode: 0o600 })
  await rename(join(folder, `${MARKS}.part`), join(folder, MARKS))
}

const MARKS = 'marks'
const MARKS_KEPT = 10_000
const marksSchema = z.array(z.tuple([z.string(), z.string()]))
