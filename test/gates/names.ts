import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Gate } from './gate.ts'
import { gateResult } from './gate.ts'
import { projectFiles } from './project-files.ts'

/** Absolute paths of the machines the code is written on; they mean nothing elsewhere and would break there. */
const WORKPLACES = [/\/work\/(main|shared|\.)/, /\/tmp\/(brief|bash_jobs)/, /\/(home|Users)\/[a-z]+\/(src|work|projects|noroshi)\//]

/** Git's own test for a binary file: a zero byte near the start. */
const BINARY_HEAD_BYTES = 8_000

/** No tracked file names a place that exists on one developer's machine only, nor the place of this very clone. */
export const namesGate: Gate = {
  name: 'names',
  async run(root) {
    const files = await projectFiles(root)
    const forbidden = [...WORKPLACES, new RegExp(`${root.replace(/\W/g, '\\$&')}(?![\\w-])`)]
    const violations = files.flatMap(file => occurrences(root, file, forbidden))
    if (files.length === 0) violations.push('no file looked at')
    return gateResult('names', violations, `${files.length} files`)
  },
}

function occurrences(root: string, file: string, forbidden: readonly RegExp[]): string[] {
  const content = readFileSync(join(root, file))
  if (content.subarray(0, BINARY_HEAD_BYTES).includes(0)) return []
  return content.toString('utf8').split('\n').flatMap((line, index) =>
    forbidden.map(pattern => pattern.exec(line)).filter(found => found !== null).map(found => `${file}:${index + 1}: ${found[0]}`))
}
