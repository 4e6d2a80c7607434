import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { messageOf, NoroshiError } from '../noroshi-error.ts'

/** What of a clone is part of the program; tests are not. */
const PROGRAM: readonly string[] = [
  'noroshi', 'package.json', 'package-lock.json', 'tsconfig.json', 'LICENSE', 'README.md', 'README.ja.md', 'docs', 'examples', 'guard', 'mappings', 'rules', 'runtime', 'src', 'web',
]

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) })

/**
 * The paths of a clone that an installation needs: the program, and the packages that it needs when it runs, as the lock file says; those of other
 * machines are not there. The built console lies in `.runtime/console`.
 *
 * @throws NoroshiError `bundle-failed` where something is missing
 */
export function bundleContents(root: string): string[] {
  const program = PROGRAM.filter(name => existsSync(join(root, name)))
  const packages = runtimePackages(root)
  if (!program.includes('noroshi') || !program.includes('src') || packages.length === 0) {
    throw new NoroshiError('bundle-failed', `${root} is no clone with its packages installed`)
  }
  return [...program, ...packages]
}

/** Whole folders: packages within packages are part of them. */
function runtimePackages(root: string): string[] {
  let text: string
  try {
    text = readFileSync(join(root, 'package-lock.json'), 'utf8')
  } catch (cause) {
    throw new NoroshiError('bundle-failed', `${root} has no package-lock.json: ${messageOf(cause)}`, { cause })
  }
  const { packages } = lockSchema.parse(JSON.parse(text))
  return Object.entries(packages)
    .filter(([path, { dev }]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && dev !== true && existsSync(join(root, path)))
    .map(([path]) => path).sort()
}
