import { z } from 'zod'
import type { Gate } from './gate.ts'
import { gateResult } from './gate.ts'
import { sourceFiles, sourceFolders } from './project-files.ts'
import { parseReport, runTool } from './run-tool.ts'

const CRUISE = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({
      from: z.string(),
      to: z.string(),
      rule: z.object({ name: z.string() }),
      cycle: z.array(z.object({ name: z.string() })).default([]),
    })),
  }),
})

/**
 * Imports go down the floors of docs/design.md §2, as `.dependency-cruiser.mjs` of the tree writes them. Without a TypeScript it can
 * use, dependency-cruiser sees no module and reports success; so every file of ours must be among those it saw.
 */
export const layeringGate: Gate = {
  name: 'layering',
  async run(root) {
    const folders = sourceFolders(root)
    if (folders.length === 0) return { name: 'layering', ok: false, details: ['no file to look at'] }
    const ours = await sourceFiles(root)
    const { stdout, stderr } = await runTool('depcruise', ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders], root)
    const cruise = parseReport(CRUISE, stdout)
    if (cruise === null) return { name: 'layering', ok: false, details: ['dependency-cruiser printed no report', ...stderr.trim().split('\n')] }
    const seen = new Set(cruise.modules.map(module => module.source))
    const violations = [
      ...cruise.summary.violations.map(({ from, to, rule, cycle }) =>
        `${from} → ${cycle.length > 0 ? cycle.map(step => step.name).join(' → ') : to}: ${rule.name}`),
      ...ours.filter(file => !seen.has(file)).map(file => `${file}: not looked at`),
    ]
    return gateResult('layering', violations, `${seen.size} modules`)
  },
}
