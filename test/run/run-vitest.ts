import { relative } from 'node:path'
import type { TestCase, TestModule, TestSuite, Vitest } from 'vitest/node'
import { startVitest } from 'vitest/node'

/** What a run of the tests came to. Names are `file > suite > test`. */
export interface TestRun {
  readonly passed: number
  readonly failed: readonly string[]
  readonly skipped: readonly string[]
  /** Files by the time they took, slowest first. */
  readonly files: readonly { readonly file: string; readonly seconds: number }[]
}

/**
 * Runs the tests whose file path contains `pattern`, or all; vitest prints its own progress and what failed.
 *
 * @param pattern `FILE > NAME`: of those files the tests alone whose name contains this
 */
export async function runVitest(root: string, pattern: string | undefined): Promise<TestRun> {
  const [file, name] = pattern?.split(/ > (.*)/s) ?? []
  const options = {
    root, watch: false, allowOnly: false, passWithNoTests: true,
    ...(name === undefined ? {} : { testNamePattern: RegExp.escape(name) }),
  }
  const filters = file === undefined ? [] : [file]
  // One stream, so that the order of what is printed is the order in which it happened.
  const vitest = await startVitest(filters, options, {}, { stderr: process.stdout })
  try {
    return summarise(root, vitest)
  } finally {
    await vitest.close()
  }
}

/** A file that fails outside its tests, and an error that no test caught, count as one failed test each. */
function summarise(root: string, vitest: Vitest): TestRun {
  const modules = vitest.state.getTestModules().sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
  const cases = modules.flatMap(module => [...module.children.allTests()].map(test => ({
    name: `${nameOf(root, module)} > ${test.fullName}`,
    state: isLeftOut(test) ? 'skipped' : test.result().state,
  })))
  const named = (state: string) => cases.filter(test => test.state === state).map(test => test.name)
  return {
    passed: named('passed').length,
    failed: [
      ...named('failed'),
      ...named('pending').map(name => `${name} (never ended)`),
      ...modules.filter(module => module.state() !== 'passed' && module.errors().length > 0).map(module => `${nameOf(root, module)} (the file itself)`),
      ...vitest.state.getUnhandledErrors().map(error => `unhandled error: ${messageOf(error)}`),
    ],
    skipped: named('skipped'),
    files: modules
      .map(module => ({ file: nameOf(root, module), seconds: module.diagnostic().duration / 1000 }))
      .sort((a, b) => b.seconds - a.seconds),
  }
}

/** In a suite within one that is skipped, vitest leaves a test as if it still waited. */
function isLeftOut(test: TestCase): boolean {
  for (let each: TestCase | TestSuite | TestModule = test; each.type !== 'module'; each = each.parent) if (each.options.mode === 'skip') return true
  return false
}

function nameOf(root: string, module: TestModule): string {
  return relative(root, module.moduleId)
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
}
