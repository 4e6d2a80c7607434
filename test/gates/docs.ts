import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { Gate } from './gate.ts'
import { gateResult } from './gate.ts'
import { headingAnchors, markdownLinks } from './markdown.ts'
import { projectFiles } from './project-files.ts'

const COVERAGE = 'docs/coverage.md'

/** Links between the documents lead somewhere, and each line of the coverage table names the tests that show it. */
export const docsGate: Gate = {
  name: 'docs',
  async run(root) {
    const files = await projectFiles(root)
    const documents = files.filter(file => file.endsWith('.md'))
    const violations = documents.flatMap(file => brokenLinks(root, file))
    if (files.includes(COVERAGE)) violations.push(...uncoveredLines(root))
    return gateResult('docs', violations, `${documents.length} documents`)
  },
}

function brokenLinks(root: string, file: string): string[] {
  return markdownLinks(read(root, file)).flatMap(({ line, target }) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return []
    const [path = '', anchor = ''] = target.split('#')
    const destination = path === '' ? file : normalize(join(dirname(file), decodeURI(path)))
    const place = `${file}:${line}`
    if (destination.startsWith('..') || !existsSync(join(root, destination))) return [`${place}: no such file: ${target}`]
    if (anchor === '' || !destination.endsWith('.md')) return []
    return headingAnchors(read(root, destination)).has(decodeURI(anchor)) ? [] : [`${place}: no such heading: ${target}`]
  })
}

/** A row of the table is a line that starts with `|`, below the header and its rule. */
function uncoveredLines(root: string): string[] {
  const lines = read(root, COVERAGE).split('\n')
  const isRow = (index: number) => lines[index]?.startsWith('|') === true
  const isRule = (index: number) => /^\|[\s|:-]+$/.test(lines[index] ?? '')
  const rows = lines.flatMap((_, index) => (isRow(index) && !isRule(index) && !isRule(index + 1) ? [index] : []))
  if (rows.length === 0) return [`${COVERAGE}: no line in a table`]
  return rows.flatMap(index => {
    const tests = lines[index]?.match(/[\w./-]+\.test\.ts/g) ?? []
    if (tests.length === 0) return [`${COVERAGE}:${index + 1}: names no test file`]
    return tests.map(test => test.replace(/^(\.\.\/)+/, '')).filter(test => !existsSync(join(root, test))).map(test =>
      `${COVERAGE}:${index + 1}: no such test: ${test}`)
  })
}

function read(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
