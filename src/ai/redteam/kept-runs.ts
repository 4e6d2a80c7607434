import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { LONGEST_RUN_BYTES } from './defaults.ts'
import { redTeamSchema } from './redteam-schema.ts'
import type { RedTeamRun } from './red-team-run.ts'

/** Runs of the red team that are kept in the data folder, where the console shows them. */

/** The id of a run: when it began, and its content. Sorted, the newest is last. */
const RUN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/

/** @param folder `redteam` in the data folder @returns the id */
export async function keepRun(folder: string, run: RedTeamRun): Promise<string> {
  const content = `${JSON.stringify(run)}\n`
  const id = `${run.started.slice(0, 19).replaceAll(/[-:]/g, '')}Z-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${id}.json`)
  const file = await open(`${path}.new`, 'w', 0o600)
  await file.writeFile(content)
  await file.close()
  await rename(`${path}.new`, path)
  return id
}

/** Ids, the newest first. */
export async function keptRunIds(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter(name => name.endsWith('.json')).map(name => name.slice(0, -'.json'.length)).filter(id => RUN_ID.test(id)).sort().reverse()
}

/** Null where there is none of this id, or what is there is none of ours. */
export async function keptRun(folder: string, id: string): Promise<RedTeamRun | null> {
  if (!RUN_ID.test(id)) return null
  try {
    const content = await readFile(join(folder, `${id}.json`))
    return content.length > LONGEST_RUN_BYTES ? null : redTeamSchema.parse(JSON.parse(content.toString('utf8')))
  } catch {
    return null
  }
}
