import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { processIdentitySchema } from '../src/platform/process-identity.ts'

/** Kills the engine that a pid file in the folder `run` of a data folder names. @returns whether there was one */
export function killChildOf(file: string): boolean {
  try {
    const { child } = pidFile.parse(JSON.parse(readFileSync(file, 'utf8')))
    process.kill(child.pid, 'SIGKILL')
    return true
  } catch (cause) {
    // It is being started again just now.
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ESRCH')) return false
    throw cause
  }
}

const pidFile = z.object({ child: processIdentitySchema })
