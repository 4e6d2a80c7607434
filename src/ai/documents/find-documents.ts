import { lstatSync, readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { MOST_DOCUMENTS, MOST_FOLDERS_DEEP } from './defaults.ts'

const ENDINGS = new Set(['.txt', '.text', '.md', '.markdown', '.mdx', '.html', '.htm', '.xhtml', '.rst', '.adoc', '.csv', '.tsv', '.json', '.jsonl', '.log', '.docx', '.docm', '.xlsx', '.xlsm', '.pptx', '.pptm', '.pdf', '.eml', '.doc', '.xls', '.ppt'])

/** Files that are named, and those below folders whose names end as documents do; links are not followed. */
export function findDocuments(paths: readonly string[]): string[] {
  const files: string[] = []
  const below = (folder: string, depth: number): void => {
    if (depth > MOST_FOLDERS_DEEP) return
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name)
      const entry = lstatSync(path, { throwIfNoEntry: false })
      if (files.length >= MOST_DOCUMENTS) return
      if (entry?.isDirectory() === true && !name.startsWith('.') && name !== 'node_modules') below(path, depth + 1)
      else if (entry?.isFile() === true && ENDINGS.has(extname(name).toLowerCase())) files.push(path)
    }
  }
  for (const path of paths) {
    if (statSync(path).isDirectory()) below(path, 0)
    else files.push(path)
  }
  return files
}
