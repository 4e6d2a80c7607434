import { z } from 'zod'
import type { Gate } from './gate.ts'
import { gateResult } from './gate.ts'
import { parseReport, runTool } from './run-tool.ts'

const SYMBOL = z.object({ name: z.string(), line: z.number().optional() })

/** Beside the file, one list of symbols per kind of issue; duplicates come as lists of lists. */
const KNIP_REPORT = z.object({
  issues: z.array(z.looseObject({ file: z.string() }).catchall(z.array(z.union([SYMBOL, z.array(SYMBOL)])))),
})

/**
 * knip, as `knip.json` of the tree sets it, finds nothing unused. It looks twice: at everything (files, exports, dependencies that neither
 * the program nor a test needs), then at the program alone (files and dependencies that only tests keep alive).
 */
export const deadCodeGate: Gate = {
  name: 'dead code',
  async run(root) {
    const [all, program] = await Promise.all([
      issues(root, []),
      issues(root, ['--production', '--include', 'files,dependencies']),
    ])
    const violations = [...all, ...program.filter(issue => !all.includes(issue)).map(issue => `${issue}, in the program without its tests`)]
    return gateResult('dead code', violations, 'no unused file, export or dependency')
  },
}

async function issues(root: string, options: readonly string[]): Promise<string[]> {
  const { stdout, stderr } = await runTool('knip', ['--no-progress', '--reporter', 'json', ...options], root)
  const report = parseReport(KNIP_REPORT, stdout)
  if (report === null) return ['knip printed no report', ...`${stdout}\n${stderr}`.trim().split('\n')]
  return report.issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, found]) => found.flat().map(({ name, line }) => sentence(kind, file, name, line))))
}

function sentence(kind: string, file: string, name: string, line: number | undefined): string {
  return kind === 'files' ? `${file}: unused file` : `${file}:${line ?? 1}: ${kind}: ${name}`
}
