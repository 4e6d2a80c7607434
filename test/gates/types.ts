import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Gate } from './gate.ts'
import { gateResult } from './gate.ts'
import { sourceFiles } from './project-files.ts'
import { runTool } from './run-tool.ts'

/** Trees with a configuration of their own: the console runs in browsers. */
const PROJECTS = ['.', 'web']

/** TypeScript accepts every file of ours; a file that no configuration names is a violation too. */
export const typesGate: Gate = {
  name: 'types',
  async run(root) {
    const ours = await sourceFiles(root)
    const projects = PROJECTS.filter(project => existsSync(join(root, project, 'tsconfig.json')))
    const runs = await Promise.all(projects.map(project => runTool('tsc', ['--noEmit', '--pretty', 'false', '--listFiles', ...remembered(root, project), '-p', project], root)))
    const lines = runs.flatMap(({ stdout, stderr }) => `${stdout}\n${stderr}`.split('\n')).filter(line => line !== '')
    const checked = new Set(lines.filter(line => line.startsWith('/')).map(line => relative(root, line)))
    const errors = lines.filter(line => !line.startsWith('/'))
    const left = ours.filter(file => !checked.has(file))
    const violations = [...errors, ...left.map(file => `${file}: not type-checked; see "include" in tsconfig.json`)]
    if (ours.length === 0) violations.push('no file to look at')
    const failed = runs.find(({ code }) => code !== 0)
    if (failed !== undefined && violations.length === 0) violations.push(`tsc ended with code ${failed.code}`)
    return gateResult('types', violations, `${checked.size} files, libraries included`)
  },
}

/** What was checked before is looked at again only where it changed, or what it imports: a third of the time before each commit. */
function remembered(root: string, project: string): string[] {
  const folder = join(root, '.runtime')
  return existsSync(folder) ? ['--incremental', '--tsBuildInfoFile', join(folder, `types-${project === '.' ? 'main' : project}.tsbuildinfo`)] : []
}
