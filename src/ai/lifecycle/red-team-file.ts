import { readFileSync, statSync } from 'node:fs'
import * as z from 'zod'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { RedTeamFigures } from './evidence.ts'

/** Bytes of a run: thousands of attempts. */
const MOST_RUN_BYTES = 64 * 2 ** 20

const runSchema = z.object({ started: z.iso.datetime({ offset: true }), attempts: z.array(z.object({ outcome: z.string() })), ordinary: z.array(z.object({ outcome: z.string() })) })

/** What a `redteam.json` says in figures, or why it cannot be read. */
export function redTeamFigures(path: string): RedTeamFigures | { readonly problem: string } {
  try {
    if (statSync(path).size > MOST_RUN_BYTES) return { problem: `${path}: > ${MOST_RUN_BYTES} bytes` }
    const run = runSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (!run.success) return { problem: `${path}: ${z.prettifyError(run.error)}` }
    const { started, attempts, ordinary } = run.data
    return {
      started, attempts: attempts.length, succeeded: attempts.filter(({ outcome }) => outcome === 'succeeded').length,
      ordinary: ordinary.length, refused: ordinary.filter(({ outcome }) => outcome === 'refused').length,
    }
  } catch (cause) {
    return { problem: messageOf(cause) }
  }
}
