import { resolve } from 'node:path'
import { NO_RULES } from './rule-directories.ts'

/** Paths as another process understands them, whatever its folder is. */
export function absolute(paths: readonly string[]): string[] {
  return paths.map(path => resolve(path))
}

/** The same for the options of a command that are paths. */
export function absoluteOptions<Options extends object>(options: Options): Options {
  const changed: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    if ((name === 'config' || name === 'data' || name === 'key') && typeof value === 'string') changed[name] = resolve(value)
    if (name === 'rules' && Array.isArray(value)) changed[name] = value.map((path: string) => (path === NO_RULES ? path : resolve(path)))
  }
  return { ...options, ...changed }
}
