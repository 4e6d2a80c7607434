import { loadRules } from '../detect/sigma/load/load-rules.ts'
import { ruleFiles } from '../detect/sigma/load/rule-files.ts'
import { formatProblem } from '../detect/sigma/rule/problem.ts'
import { readRuleTests, testsPathOf } from '../detect/sigma/rule-tests/rule-tests.ts'
import { runRuleTests } from '../detect/sigma/rule-tests/run-rule-tests.ts'
import { loadMappings } from '../pipeline/load-mappings.ts'
import type { RuleTestLine } from './output-schemas.ts'
import { requirePaths } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { writeLines } from './write-lines.ts'

/**
 * `noroshi sigma test`: runs the events beside each rule over it. Exit code 0 when every rule loads and does what its tests say, else 1; a
 * rule without tests is named and no failure.
 */
export async function sigmaTest(directories: readonly string[], options: CommonOptions & { readonly json?: boolean }): Promise<number> {
  requirePaths(directories)
  const { sigma } = readSettings(options)
  const mappings = loadMappings()
  const totals = { rules: 0, passed: 0, failed: 0, untested: 0 }

  function* lines(): Generator<RuleTestLine> {
    for (const directory of directories) {
      const { files, failures } = ruleFiles(directory)
      for (const { path, reason } of failures) yield failed(path, reason)
      for (const file of files) yield* linesOf(file)
    }
  }

  function* linesOf(file: string): Generator<RuleTestLine> {
    const ruleSet = loadRules([file], sigma)
    totals.rules += ruleSet.rules.length
    for (const problem of ruleSet.problems) if (problem.severity === 'error') yield failed(file, formatProblem(problem))
    const read = readRuleTests(testsPathOf(file))
    if (read === null) {
      totals.untested++
      return yield { file, result: 'untested', reason: `there is no ${testsPathOf(file)}` }
    }
    if ('wrong' in read) return yield failed(testsPathOf(file), read.wrong)
    for (const { name, expected, passed, unknownDataset } of runRuleTests(ruleSet, read.tests, mappings)) {
      if (unknownDataset) yield failed(file, 'its dataset is in no mapping', name)
      else if (!passed) yield failed(file, expected === 'found' ? 'should be found and is not' : 'should be left and is found', name)
      else {
        totals.passed++
        yield { file, test: name, result: 'passed' }
      }
    }
  }

  function failed(file: string, reason: string, test?: string): RuleTestLine {
    totals.failed++
    return { file, ...(test === undefined ? {} : { test }), result: 'failed', reason }
  }

  function* texts() {
    for (const line of lines()) {
      if (options.json) yield `${JSON.stringify(line)}\n`
      else if (line.result !== 'passed') yield `${line.file}: ${line.result}${line.test === undefined ? '' : `: "${line.test}"`}: ${line.reason}\n`
    }
  }

  await writeLines(process.stdout, texts())
  process.stderr.write(`${totals.rules} rules, ${totals.passed} tests passed, ${totals.failed} failed; ${totals.untested} files without tests\n`)
  return totals.failed > 0 ? 1 : 0
}
