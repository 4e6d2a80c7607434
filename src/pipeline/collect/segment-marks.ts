import { appendFile, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { MARKS_KEPT, MARKS_REWRITTEN } from './defaults.ts'
import type { Mark } from './segment.ts'

/** In the folder of a source; grows line by line. */
export const MARKS_FILE = 'marks'

/** The last mark of each thing that a source reads. */
export type Marks = Map<string, string>

/** Adds to those that are kept: a line each, so that one costs the same however many there are. @throws what the file system says */
export async function keepMarks(folder: string, marks: readonly Pick<Mark, 'of' | 'at'>[]): Promise<void> {
  // What was cut off by a sudden end stays a line of its own.
  if (marks.length > 0) await appendFile(join(folder, MARKS_FILE), `\n${marks.map(lineOf).join('')}`, { mode: 0o600 })
}

/** The marks of one source: in memory as of its last batch, on the disk as of its sealed segments. */
export class KeptMarks {
  readonly #folder: string
  readonly #marks: Marks
  #lines: number

  /** None where there are none or they cannot be read. */
  static async open(folder: string): Promise<KeptMarks> {
    const { marks, lines } = await readMarks(folder)
    return new KeptMarks(folder, marks, lines)
  }

  private constructor(folder: string, marks: Marks, lines: number) {
    this.#folder = folder
    this.#marks = marks
    this.#lines = lines
  }

  get all(): ReadonlyMap<string, string> {
    return this.#marks
  }

  set({ of, at }: Pick<Mark, 'of' | 'at'>): void {
    // Behind the others: those of long ago go first.
    this.#marks.delete(of)
    this.#marks.set(of, at)
  }

  /** Puts them on the disk. @throws what the file system says */
  async keep(marks: readonly Pick<Mark, 'of' | 'at'>[]): Promise<void> {
    await keepMarks(this.#folder, marks)
    this.#lines += marks.length
    if (this.#lines > 2 * this.#marks.size + MARKS_REWRITTEN) await this.#rewrite()
  }

  async #rewrite(): Promise<void> {
    for (const of of this.#marks.keys()) {
      if (this.#marks.size <= MARKS_KEPT) break
      this.#marks.delete(of)
    }
    const path = join(this.#folder, MARKS_FILE)
    // From the disk: what is in memory alone may never be sealed.
    const { marks } = await readMarks(this.#folder)
    const kept = [...marks].slice(-MARKS_KEPT)
    await writeFile(`${path}.part`, kept.map(([of, at]) => lineOf({ of, at })).join(''), { mode: 0o600 })
    await rename(`${path}.part`, path)
    this.#lines = kept.length
  }
}

async function readMarks(folder: string): Promise<{ readonly marks: Marks; readonly lines: number }> {
  const text = await readFile(join(folder, MARKS_FILE), 'utf8').catch(() => '')
  const marks: Marks = new Map()
  let lines = 0
  for (const line of text.split('\n')) {
    for (const [of, at] of marksOf(line)) {
      marks.delete(of)
      marks.set(of, at)
      lines++
    }
  }
  return { marks, lines }
}

const pair = z.tuple([z.string(), z.string()])
/** A pair; all of them in one list, as earlier versions wrote. */
const marksLine = z.union([pair.transform(one => [one]), z.array(pair)])

function lineOf({ of, at }: Pick<Mark, 'of' | 'at'>): string {
  return `${JSON.stringify([of, at])}\n`
}

function marksOf(line: string): readonly (readonly [string, string])[] {
  if (line === '') return []
  try {
    return marksLine.safeParse(JSON.parse(line)).data ?? []
  } catch {
    return []
  }
}
