import { z } from 'zod'
import type { Gate } from './gate.ts'
import { gateResult } from './gate.ts'
import { sourceFiles, sourceFolders } from './project-files.ts'
import { parseReport, runTool } from './run-tool.ts'

const OXLINT_REPORT = z.object({
  number_of_files: z.number(),
  diagnostics: z.array(z.object({
    code: z.string().default('syntax'),
    message: z.string(),
    filename: z.string().default(''),
    labels: z.array(z.object({ span: z.object({ line: z.number(), column: z.number() }) })).default([]),
  })),
})

/** oxlint, as `.oxlintrc.json` of the tree sets it, finds nothing, and looked at every file of ours. */
export const lintGate: Gate = {
  name: 'lint',
  async run(root) {
    const folders = sourceFolders(root)
    if (folders.length === 0) return { name: 'lint', ok: false, details: ['no file to look at'] }
    const expected = (await sourceFiles(root)).length
    const { stdout, stderr } = await runTool('oxlint', ['--config', '.oxlintrc.json', '--deny-warnings', '--format', 'json', ...folders], root)
    const report = parseReport(OXLINT_REPORT, stdout)
    if (report === null) return { name: 'lint', ok: false, details: ['oxlint printed no report', ...`${stdout}\n${stderr}`.trim().split('\n')] }
    const violations = report.diagnostics.map(({ code, message, filename, labels }) => {
      const span = labels[0]?.span
      return `${filename}:${span?.line ?? 0}:${span?.column ?? 0}: ${message} (${code})`
    })
    if (report.number_of_files < expected) violations.push(`looked at ${report.number_of_files} of ${expected} files; see "ignorePatterns"`)
    return gateResult('lint', violations, `${report.number_of_files} files`)
  },
}
