import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, test } from 'vitest'

/** Where the real test data lies: `NOROSHI_TEST_DATA`, by default beside the clone. The one place that names it. */
const TEST_DATA = resolve(process.env['NOROSHI_TEST_DATA'] ?? join(import.meta.dirname, '../../shared/data'))

export function testData(...parts: string[]): string {
  return join(TEST_DATA, ...parts)
}

/** A `describe` that needs folders of the test data; skipped, by name, where one is absent. */
export function describeWithData(name: string, folders: readonly string[], body: () => void): void {
  const missing = folders.filter(folder => !existsSync(testData(folder)))
  if (missing.length === 0) describe(name, body)
  // Not with its body: a skipped one is run all the same to see what is in it, and would look for the data.
  else describe.skip(`${name} (no ${missing.join(', ')} in ${TEST_DATA})`, () => { test('needs it', () => {}) })
}

/** All files below a folder of the test data whose name ends so, sorted. */
export function testFiles(folder: string, ending: string): string[] {
  return readdirSync(testData(folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .sort()
    .map(name => testData(folder, name))
}
