import { hostname } from 'node:os'
import { identifyProcess, isRunning } from '../../platform/process-identity.ts'

/** How the ledger knows this process, on whatever machine: host, its start, process id, and the process's start. */
export function workerName(): string {
  const identity = identifyProcess(process.pid)
  return [hostname(), identity?.bootId ?? '', process.pid, identity?.startTicks ?? ''].join(SEPARATOR)
}

/**
 * Whether the process that a name stands for may still work. Of one on another machine nobody here can tell: its own machine's next start
 * does. Of one that was named before this machine's last start, or whose id another process has by now, it is certain that it does not.
 */
export function mayStillWork(worker: string): boolean {
  const [host, bootId = '', pid = '', startTicks = ''] = worker.split(SEPARATOR)
  if (host !== hostname()) return worker.includes(SEPARATOR)
  return isRunning({ pid: Number(pid), bootId, startTicks })
}

/** No host, number or UUID holds it. */
const SEPARATOR = '/'
