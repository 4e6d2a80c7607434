import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SegmentFile } from './segment-files.ts'
import { recoverSegments } from './segment-files.ts'
import type { SpoolRoom } from './spool-room.ts'
import type { StreamSource } from './stream-batch.ts'

/** Goes on with what an earlier start left of sources that nobody opens now. @param wanted those that are opened @throws what the file system says */
export async function recoverLeft(room: SpoolRoom, wanted: readonly Pick<StreamSource, 'organisation' | 'name'>[], onSealed: (segment: SegmentFile) => void): Promise<void> {
  const opened = new Set(wanted.map(keyOf))
  for (const source of await leftSources(room.folder)) {
    if (opened.has(keyOf(source))) continue
    for (const segment of (await recoverSegments(join(room.folder, source.organisation, source.name), source)).sealed) {
      room.sealed(segment.bytes)
      onSealed(segment)
    }
  }
}

/** Every source that has a folder. */
async function leftSources(folder: string): Promise<{ readonly organisation: string; readonly name: string }[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found: { organisation: string; name: string }[] = []
  for (const organisation of await readdir(folder)) {
    for (const name of await readdir(join(folder, organisation))) found.push({ organisation, name })
  }
  return found
}

function keyOf({ organisation, name }: Pick<StreamSource, 'organisation' | 'name'>): string {
  return `${organisation}/${name}`
}
