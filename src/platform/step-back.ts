import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/**
 * Lets everybody else's work go first where it and this process's want the same processor; alone it has the machine to itself, and nothing starves. Threads that are
 * begun later do as the one that begins them. Linux only; elsewhere nothing happens.
 *
 * Linux weighs sessions against each other before the threads in them (sched(7), autogroups), so the session steps back too where it is this process's own.
 *
 * @param nice 1 to 19 (setpriority(2)): each takes a fifth off what it gets beside another thread
 */
export function stepBack(nice: number): void {
  stepBackThreads(/^/, nice)
  try {
    // Behind the name in brackets, which may have blanks: state, parent, group, session (proc(5)).
    const stat = readFileSync('/proc/self/stat', 'utf8')
    const session = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
    if (session === process.pid) writeFileSync('/proc/self/autogroup', String(nice))
  } catch {
    // Not on this system.
  }
}

/** The same for threads of this process alone, by their names. */
export function stepBackThreads(name: RegExp, nice: number): void {
  for (const id of threads()) {
    try {
      // Linux takes the id of a thread where POSIX speaks of processes.
      if (name.test(readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim())) setPriority(Number(id), nice)
    } catch {
      // It has just ended.
    }
  }
}

/** The ids of this process's threads. */
function threads(): string[] {
  try {
    return readdirSync('/proc/self/task')
  } catch {
    return []
  }
}
