import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface RuleFiles {
  /** Sorted by path. */
  readonly files: readonly string[]
  /** Folders and files that could not be looked at. */
  readonly failures: readonly { readonly path: string; readonly reason: string }[]
}

/** All rule files below a folder, or the one file given. Tests of rules (`*.tests.yml`) are none. Links to folders are not followed. */
export function ruleFiles(path: string): RuleFiles {
  const files: string[] = []
  const failures: { path: string; reason: string }[] = []
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const place = join(folder, entry.name)
      if (entry.isDirectory()) attempt(place, () => visit(place))
      else if (isRuleFile(entry.name)) files.push(place)
    }
  }
  const attempt = (place: string, look: () => void) => {
    try {
      look()
    } catch (error) {
      failures.push({ path: place, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  attempt(path, () => (statSync(path).isDirectory() ? visit(path) : files.push(path)))
  return { files: files.sort(), failures }
}

function isRuleFile(name: string): boolean {
  return /\.ya?ml$/i.test(name) && !/\.tests\.ya?ml$/i.test(name)
}
