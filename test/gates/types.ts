import { relative } from 'node:path'
import type { Gate } from './gate.ts'
import { gateResult } from './gate.ts'
import { sourceFiles } from './project-files.ts'
import { runTool } from './run-tool.ts'

/** TypeScript accepts every file of ours; a file that the configuration leaves out is a violation too. */
export const typesGate: Gate = {
  name: 'types',
  async run(root) {
    const ours = await sourceFiles(root)
    const { stdout, stderr, code } = await runTool('tsc', ['--noEmit', '--pretty', 'false', '--listFiles', '-p', '.'], root)
    const lines = `${stdout}\n${stderr}`.split('\n').filter(line => line !== '')
    const checked = new Set(lines.filter(line => line.startsWith('/')).map(line => relative(root, line)))
    const errors = lines.filter(line => !line.startsWith('/'))
    const left = ours.filter(file => !checked.has(file))
    const violations = [...errors, ...left.map(file => `${file}: not type-checked; see "include" in tsconfig.json`)]
    if (ours.length === 0) violations.push('no file to look at')
    if (code !== 0 && violations.length === 0) violations.push(`tsc ended with code ${code}`)
    return gateResult('types', violations, `${checked.size} files, libraries included`)
  },
}
