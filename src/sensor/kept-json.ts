import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'

/** What was kept under a name; undefined when nothing was, or it is damaged: the hub is asked for it anew. */
export function readKept<Kept>(folder: string, name: string, schema: z.ZodType<Kept>): Kept | undefined {
  const file = join(folder, name)
  try {
    return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
  } catch {
    return undefined
  }
}

/** Keeps it in the place of what was kept before, whole or not at all. @throws what the file system says */
export function keepJson(folder: string, name: string, content: unknown): void {
  writeFileSync(join(folder, `${name}.part`), JSON.stringify(content), { mode: 0o600, flush: true })
  renameSync(join(folder, `${name}.part`), join(folder, name))
}
