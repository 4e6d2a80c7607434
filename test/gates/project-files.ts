import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Folders that hold TypeScript of ours. */
const SOURCE_FOLDERS = ['src', 'test', 'bench', 'web']

/** What is never ours, in a tree that git cannot list. */
const FOREIGN = new Set(['.git', '.runtime', 'node_modules', 'noroshi-report'])

/** The files of the project, relative to `root`, sorted: what git tracks or would track; without git, everything that is not installed. */
export async function projectFiles(root: string): Promise<string[]> {
  const files = existsSync(join(root, '.git')) ? await listedByGit(root) : walk(root, '')
  return files.filter(file => existsSync(join(root, file))).sort()
}

/** The folders of TypeScript that the tree has. */
export function sourceFolders(root: string): string[] {
  return SOURCE_FOLDERS.filter(folder => existsSync(join(root, folder)))
}

/** The TypeScript files that every tool must have looked at. */
export async function sourceFiles(root: string): Promise<string[]> {
  const files = await projectFiles(root)
  return files.filter(file => /\.tsx?$/.test(file) && SOURCE_FOLDERS.some(folder => file.startsWith(`${folder}/`)))
}

/** A clone that belongs to another user is listed too: nothing is run from it. */
async function listedByGit(root: string): Promise<string[]> {
  const args = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const { stdout } = await promisify(execFile)('git', args, { cwd: root, maxBuffer: 1 << 28 })
  return stdout.split('\0').filter(file => file !== '')
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (FOREIGN.has(entry.name)) return []
    return entry.isDirectory() ? walk(root, path) : [path]
  })
}
