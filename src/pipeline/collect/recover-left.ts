import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SegmentFile } from './segment-files.ts'
import { recoverSegments } from './segment-files.ts'
import type { SpoolRoom } from './spool-room.ts'
import type { StreamSource } from './stream-batch.ts'

type SourceName = Pick<StreamSource, 'organisation' | 'name'>

/** Every source that has a folder. @throws what the file system says */
export async function leftSources(folder: string): Promise<SourceName[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found: SourceName[] = []
  for (const organisation of await readdir(folder)) {
    for (const name of await readdir(join(folder, organisation))) found.push({ organisation, name })
  }
  return found
}

/** Goes on with what an earlier start left of sources that nobody opens now. @param opened those that find it themselves @throws what the file system says */
export async function recoverLeft(room: SpoolRoom, left: readonly SourceName[], opened: readonly SourceName[], onSealed: (segment: SegmentFile) => void): Promise<void> {
  const keys = new Set(opened.map(keyOf))
  for (const source of left) {
    if (keys.has(keyOf(source))) continue
    for (const segment of (await recoverSegments(join(room.folder, source.organisation, source.name), source)).sealed) {
      room.sealed(segment.bytes)
      onSealed(segment)
    }
  }
}

function keyOf({ organisation, name }: SourceName): string {
  return `${organisation}/${name}`
}
