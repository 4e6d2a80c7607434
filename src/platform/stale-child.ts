import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { CHILD_LIMITS } from './defaults.ts'
import { NoroshiError } from './noroshi-error.ts'
import { isRunning, processIdentitySchema, waitUntilGone } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** What a pid file says: the child, and whose child it was. */
const pidFileSchema = z.object({ child: processIdentitySchema, parent: processIdentitySchema })

/**
 * Stops the child that the pid file names when its parent is dead, so that a new one may take its place. Another process that was
 * given the same id since is left alone. Afterwards the pid file is gone.
 *
 * @throws {NoroshiError} `child-busy` when the child's parent still lives, or the child cannot be stopped.
 */
export async function stopStaleChild(name: string, pidFile: string): Promise<void> {
  const { child, parent } = await readPidFile(pidFile)
  if (child !== null && isRunning(child)) {
    if (parent !== null && isRunning(parent)) {
      throw new NoroshiError('child-busy', `${name} already runs (process ${child.pid}) for process ${parent.pid}`)
    }
    const stopped = (await signalAndWait(child, 'SIGTERM', CHILD_LIMITS.stopMs)) || (await signalAndWait(child, 'SIGKILL', CHILD_LIMITS.stopMs))
    if (!stopped) throw new NoroshiError('child-busy', `${name} was left running (process ${child.pid}) and cannot be stopped`)
  }
  await rm(pidFile, { force: true })
}

async function signalAndWait(child: ProcessIdentity, signal: NodeJS.Signals, milliseconds: number): Promise<boolean> {
  if (!isRunning(child)) return true
  try {
    process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal)
  } catch {
    // Gone in between, or not ours to stop: what matters is whether it still runs.
  }
  return waitUntilGone(child, milliseconds)
}

/** A torn or foreign pid file names nobody. */
async function readPidFile(pidFile: string): Promise<{ child: ProcessIdentity | null; parent: ProcessIdentity | null }> {
  try {
    return pidFileSchema.parse(JSON.parse(await readFile(pidFile, 'utf8')))
  } catch {
    return { child: null, parent: null }
  }
}
