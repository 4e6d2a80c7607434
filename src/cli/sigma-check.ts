import { loadRules } from '../detect/sigma/load/load-rules.ts'
import { formatProblem } from '../detect/sigma/rule/problem.ts'
import { requirePaths } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { writeLines } from './write-lines.ts'

/** `noroshi sigma check`: exit code 0 when every rule loads, else 1. */
export async function sigmaCheck(directories: readonly string[], options: CommonOptions & { readonly json?: boolean }): Promise<number> {
  requirePaths(directories)
  const { rules, correlations, filters, problems, files } = loadRules(directories, readSettings(options).sigma)
  await writeLines(process.stdout, problems.map(problem => `${options.json ? JSON.stringify(problem) : formatProblem(problem)}\n`))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const others = [[correlations.length, 'correlations'], [filters.length, 'filters']].filter(([count]) => count !== 0).map(each => `, ${each.join(' ')}`).join('')
  process.stderr.write(`${files} files, ${rules.length} rules${others} loaded, ${errors} errors, ${problems.length - errors} warnings\n`)
  return errors > 0 ? 1 : 0
}
