import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { House } from '../../capabilities.ts'
import { UNPACK_LIMITS } from '../../pipeline/evidence/defaults.ts'
import type { TriedSource } from '../../pipeline/try/tried-source.ts'
import { trySource } from '../../pipeline/try/try-source.ts'
import { SAMPLE_FILES, SAMPLE_UNPACKED_BYTES } from './defaults.ts'

export interface Sample {
  /** As the sender calls it; what is recognised by its name is recognised by this. */
  readonly name: string
  readonly bytes: Uint8Array
  /** Records shown of each file. */
  readonly records: number
}

/** What sample lines, or a small file, would yield as a source; nothing is kept. @throws what the file system says of the temporary folder */
export async function trySample({ name, bytes, records }: Sample, { mappings, decoders }: Pick<House, 'mappings' | 'decoders'>): Promise<TriedSource[]> {
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-sample-'))
  const shownName = name.replaceAll(/[/\\\0]/g, '_').replace(/^\.+/, '') || 'sample'
  try {
    const path = join(folder, shownName)
    await writeFile(path, bytes, { mode: 0o600 })
    const tried: TriedSource[] = []
    for await (const each of trySource(path, { mappings, decoders }, { date: undefined, records, archives: { limits: LIMITS } })) {
      tried.push({ ...each, path: each.path.replace(`${folder}/`, '') })
      if (tried.length === SAMPLE_FILES) break
    }
    return tried
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** It is read while somebody waits, and by the process that serves everybody. */
const LIMITS = {
  ...UNPACK_LIMITS, depth: 1, zipEntries: 1_000,
  memberBytes: SAMPLE_UNPACKED_BYTES, ratioFreeBytes: SAMPLE_UNPACKED_BYTES, archiveFreeBytes: SAMPLE_UNPACKED_BYTES, spoolBytes: SAMPLE_UNPACKED_BYTES,
}
