import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cannotRead } from './file-range.ts'
import { EvidenceReadError } from './read-error.ts'

let folder: string | null = null
let files = 0
let spooled = 0

/**
 * Writes content to a temporary file, because a ZIP archive can only be read from a file; answers its absolute path. The files of a
 * process lie in one private folder that is removed when the process ends.
 *
 * @param maxBytes of all files spooled by this process @throws EvidenceReadError when it does not fit; what was written is removed
 */
export async function spool(content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const file = join(spoolFolder(), String(files++))
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => { throw cannotRead(cause) })
  let written = 0
  try {
    for await (const block of content) {
      if (spooled + block.length > maxBytes) throw new EvidenceReadError(`archives within archives take more than ${maxBytes} bytes`)
      await handle.write(block)
      written += block.length
      spooled += block.length
    }
    return file
  } catch (cause) {
    spooled -= written
    rmSync(file, { force: true })
    throw cause
  } finally {
    await handle.close()
  }
}

function spoolFolder(): string {
  if (folder === null) {
    const created = mkdtempSync(join(tmpdir(), `noroshi-${process.pid}-`))
    process.on('exit', () => rmSync(created, { recursive: true, force: true }))
    folder = created
  }
  return folder
}
