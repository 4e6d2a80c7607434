import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseDocument } from 'yaml'

export interface YamlFile {
  readonly path: string
  readonly content: unknown
  /** With line and column; when there are any, `content` is undefined. */
  readonly errors: readonly string[]
}

/**
 * Reads YAML files. What was parsed is kept as JSON in `cache` under the hash of all texts, so that the next start only reads; without
 * one, or where it cannot be written, they are parsed each time.
 */
export function parseYamlFiles(paths: readonly string[], cache: string | undefined): YamlFile[] {
  const texts = paths.map(path => readFileSync(path, 'utf8'))
  const key = createHash('sha256').update(JSON.stringify(texts)).digest('hex')
  const kept = cache === undefined ? undefined : readCache(cache, key)
  if (kept?.length === paths.length) return paths.map((path, index) => ({ path, content: kept[index], errors: [] }))
  const files = paths.map((path, index) => parseYaml(path, texts[index]!))
  const sound = files.every(({ errors }) => errors.length === 0)
  if (cache !== undefined && sound) writeCache(cache, key, files.map(({ content }) => content))
  return files
}

function parseYaml(path: string, text: string): YamlFile {
  const document = parseDocument(text)
  const errors = document.errors.map(error => error.message.trimEnd())
  return { path, content: errors.length === 0 ? document.toJS() : undefined, errors }
}

function readCache(cache: string, key: string): readonly unknown[] | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(cache, 'utf8'))
    if (typeof kept !== 'object' || kept === null || !('key' in kept) || !('contents' in kept)) return undefined
    return kept.key === key && Array.isArray(kept.contents) ? kept.contents : undefined
  } catch {
    return undefined
  }
}

/** Several workers may do so at once: each renames a file of its own into place. */
function writeCache(cache: string, key: string, contents: readonly unknown[]): void {
  const own = `${cache}.${process.pid}.${Math.random().toString(36).slice(2)}`
  try {
    mkdirSync(dirname(cache), { recursive: true })
    writeFileSync(own, JSON.stringify({ key, contents }))
    renameSync(own, cache)
  } catch {
    // A read-only installation: slower, not wrong.
  }
}
