import { copyFileSync, existsSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

const CLONE = resolve(import.meta.dirname, '../..')
const CONFIGURATIONS = ['tsconfig.json', 'vitest.config.ts', '.oxlintrc.json', '.dependency-cruiser.mjs', 'knip.json']

/** A tree to show a gate: these files beside our own configurations, which they may replace, and our installed packages. */
export function sampleTree(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder({ 'package.json': '{"name": "sample", "type": "module"}', ...files })
  for (const file of CONFIGURATIONS) if (!existsSync(join(root, file))) copyFileSync(join(CLONE, file), join(root, file))
  if (!existsSync(join(root, 'node_modules'))) symlinkSync(join(CLONE, 'node_modules'), join(root, 'node_modules'))
  return root
}
