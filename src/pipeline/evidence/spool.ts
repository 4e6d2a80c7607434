import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FORGOTTEN_AFTER_MS } from './defaults.ts'
import { cannotRead } from './file-range.ts'
import { EvidenceReadError } from './read-error.ts'

const FOLDER_NAME = /^noroshi-spool-(\d+)-\w{6}$/

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

/** Removes what this process has spooled, as its end does; members of archives within archives cannot be read afterwards. */
export function removeSpool(): void {
  if (folder !== null) rmSync(folder, { recursive: true, force: true })
  folder = null
  spooled = 0
}

/** What killed processes have left behind. The age guards against process numbers of another container that shares the folder. */
function removeForgotten(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = FOLDER_NAME.exec(name)?.[1]
    if (owner === undefined) continue
    const path = join(tmpdir(), name)
    try {
      const forgotten = Date.now() - statSync(path).mtimeMs > FORGOTTEN_AFTER_MS && !isRunning(Number(owner))
      if (forgotten) rmSync(path, { recursive: true, force: true })
    } catch {
      // Another process has removed it, or it is another user's.
    }
  }
}

function isRunning(processNumber: number): boolean {
  try {
    process.kill(processNumber, 0)
    return true
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
}

function spoolFolder(): string {
  if (folder === null) {
    removeForgotten()
    const created = mkdtempSync(join(tmpdir(), `noroshi-spool-${process.pid}-`))
    folder = created
    process.off('exit', removeSpool).on('exit', removeSpool)
  }
  return folder
}
