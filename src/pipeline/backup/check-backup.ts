import { NoroshiError } from '../../platform/noroshi-error.ts'
import { objectName } from './box.ts'
import type { Manifest, Part, StoredBytes } from './manifest.ts'
import { partName } from './manifest.ts'
import type { OpenBox } from './open-box.ts'
import type { BackupProgress } from './part-writer.ts'
import { Measured } from './sealing.ts'

/** Reads every part of a backup and compares it with its checksum. @throws NoroshiError `bad-backup` naming the first that is not what was written */
export async function checkBackup(open: OpenBox, { parts }: Manifest, onProgress: (progress: BackupProgress) => void): Promise<number> {
  let bytes = 0
  const seen = new Set<string>()
  for (const part of parts) {
    if (seen.has(part.object)) continue
    seen.add(part.object)
    for await (const block of readPart(open, part)) {
      bytes += block.length
      onProgress({ doing: 'checking', bytes })
    }
  }
  return bytes
}

/** The bytes of a part, which are those that were written when this ends. @throws NoroshiError `bad-backup` */
export function readPart({ box, sealing }: OpenBox, part: Part): AsyncGenerator<Uint8Array, void, undefined> {
  const name = partName(part)
  return measured(sealing.unseal(box.read(objectName(part.object)), `${name} in ${box.path}`), part, `${name} in ${box.path}`)
}

async function* measured(content: AsyncIterable<Uint8Array>, { sha256, bytes }: StoredBytes, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  const measure = new Measured()
  yield* measure.through(content)
  if (measure.bytes < bytes) throw new NoroshiError('bad-backup', `${name} is cut off: it has ${measure.bytes} of ${bytes} bytes`)
  if (measure.sha256 !== sha256) throw new NoroshiError('bad-backup', `${name} was changed: its SHA-256 is ${measure.sha256}, not ${sha256}`)
}
