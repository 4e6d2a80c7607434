import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { identifyProcess, isRunning, waitUntilGone } from '../../platform/process-identity.ts'
import type { ProcessIdentity } from '../../platform/process-identity.ts'
import { SERVER } from './defaults.ts'

/**
 * Stops every process that still works in the folder of a cluster: a server whose holder was killed, or the sessions of a server that
 * was. They are known by their working folder, since the process id in `postmaster.pid` may be another's by now.
 *
 * @param holder the file of the program that holds a server
 * @throws {NoroshiError} `child-busy` when the server is held by a process that lives, or cannot be stopped
 */
export async function stopStrayServers(folder: string, holder: string): Promise<void> {
  const strays = workingIn(folder)
  if (strays.length === 0) return
  const held = strays.find(stray => isHeld(stray, holder))
  if (held !== undefined) throw new NoroshiError('child-busy', `PostgreSQL already runs in ${folder} (process ${held.pid})`)
  const main = mainProcess(folder)
  const stopped = await stop(strays.filter(({ pid }) => pid === main), 'SIGINT', SERVER.fastStopMs)
    && await stop(workingIn(folder), 'SIGQUIT', SERVER.immediateStopMs)
  if (stopped || await stop(workingIn(folder), 'SIGKILL', SERVER.immediateStopMs)) return
  throw new NoroshiError('child-busy', `PostgreSQL was left running in ${folder} and cannot be stopped`)
}

/** Whether they are gone in time. A server that did not stop in good order replays its log at the next start. */
async function stop(processes: readonly ProcessIdentity[], signal: NodeJS.Signals, milliseconds: number): Promise<boolean> {
  for (const each of processes) send(each, signal)
  const gone = await Promise.all(processes.map(each => waitUntilGone(each, milliseconds)))
  return gone.every(each => each)
}

/** The one that takes a signal for the whole server: the first line of its pid file. */
function mainProcess(folder: string): number {
  return Number.parseInt(readText(join(folder, 'postmaster.pid')), 10)
}

function workingIn(folder: string): ProcessIdentity[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number)
    .filter(pid => pid !== process.pid && workingFolder(pid) === folder && programOf(pid).includes('postgres'))
    .map(identifyProcess).filter(identity => identity !== null)
}

function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

function programOf(pid: number): string {
  return readText(`/proc/${pid}/cmdline`)
}

/** Its parent runs the holder's file; an orphan's parent is the system's first process or a keeper of orphans. */
function isHeld({ pid }: ProcessIdentity, holder: string): boolean {
  const stat = readText(`/proc/${pid}/stat`)
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  return parent > 1 && parent !== process.pid && programOf(parent).split('\0').some(argument => basename(argument) === basename(holder))
}

function send(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    if (isRunning(identity)) process.kill(identity.pid, signal)
  } catch {
    // Gone in between.
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
