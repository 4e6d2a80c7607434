import { createReadStream } from 'node:fs'
import type { PolicyName } from '../ai/index.ts'
import { judgeUnder, openGuard } from '../ai/index.ts'
import { boundedLines } from '../platform/bounded-lines.ts'
import type { JudgementLine } from './ai-schema.ts'
import { requireFiles } from './require-files.ts'
import { writeLines } from './write-lines.ts'

export interface JudgeOptions {
  readonly policy: PolicyName
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
}

/** Bytes of a line that are read; of a longer one this is said. */
const LONGEST_LINE = 16 * 2 ** 20

const UNREADABLE = {
  long: { en: `the line is longer than ${LONGEST_LINE} bytes`, ja: `行が${LONGEST_LINE}バイトを超えている` },
  json: { en: 'the line is not JSON', ja: '行がJSONではない' },
  shape: { en: 'the row has neither text nor payload', ja: '行に text も payload もない' },
}

/** `noroshi ai judge`: one line for each line of the file, in order. Exit code 1 when a line could not be read. */
export async function aiJudge(file: string, { policy, lang, json }: JudgeOptions): Promise<number> {
  if (file !== '-') requireFiles([file])
  const guard = openGuard()
  let unreadable = 0
  let number = 0

  function judged(line: string | null): JudgementLine {
    const start = performance.now()
    const index = number++
    const unread = (why: keyof typeof UNREADABLE): JudgementLine => {
      unreadable++
      return { id: index, verdict: 'flag', layer: 'form', score: 0.5, reason: UNREADABLE[why][lang], latencyUs: Math.round((performance.now() - start) * 1e3) }
    }
    if (line === null) return unread('long')
    const row = parsed(number === 1 ? line.replace(/^\uFEFF/, '') : line)
    if (row === undefined) return unread('json')
    const judgement = judgeUnder(policy, guard, row)
    if (judgement === null) return unread('shape')
    const { verdict, layer, score, reason } = judgement
    return { id: idOf(row) ?? index, verdict, layer, score: Number(score.toFixed(4)), reason: reason[lang], latencyUs: Math.round((performance.now() - start) * 1e3) }
  }

  async function* output() {
    for await (const line of boundedLines(file === '-' ? process.stdin : createReadStream(file), LONGEST_LINE)) {
      const judgement = judged(line)
      yield json === true ? `${JSON.stringify(judgement)}\n` : `${judgement.verdict.padEnd(6)} ${judgement.score.toFixed(2)}  ${judgement.id}  ${judgement.reason}\n`
    }
  }

  await writeLines(process.stdout, output())
  return unreadable > 0 ? 1 : 0
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function idOf(row: unknown): string | number | undefined {
  if (typeof row !== 'object' || row === null || !('id' in row)) return undefined
  return typeof row.id === 'string' || typeof row.id === 'number' ? row.id : undefined
}
