import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

/** Names one process for good: a process id alone is given to another process after a while. */
export const processIdentitySchema = z.object({
  pid: z.int().positive(),
  /** Clock ticks between the machine's start and the process's (field 22 of `/proc/<pid>/stat`, proc(5)). */
  startTicks: z.string(),
  /** The machine's start, as ticks count from there. */
  bootId: z.string(),
})

export type ProcessIdentity = z.infer<typeof processIdentitySchema>

/** Who runs under this process id now; null for nobody, for one that is dead but not yet collected, and where there is no `/proc`. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name (field 2) is in brackets and may itself hold spaces and brackets.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const startTicks = rest[18]
    if (state === undefined || startTicks === undefined || state === 'Z' || state === 'X') return null
    return { pid, startTicks, bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() }
  } catch {
    return null
  }
}

/** Whether exactly this process still runs, and not another that was given its id. */
export function isRunning(identity: ProcessIdentity): boolean {
  const now = identifyProcess(identity.pid)
  return now !== null && now.startTicks === identity.startTicks && now.bootId === identity.bootId
}

/** Waits until the process is gone; false when it still runs after so many milliseconds. */
export async function waitUntilGone(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds
  while (isRunning(identity)) {
    if (performance.now() > deadline) return false
    await sleep(20)
  }
  return true
}
