import { readdirSync, readFileSync } from 'node:fs'

/** What a process and all below it use now. */
export interface TreeUse {
  readonly cpuSeconds: number
  /** Of the process alone. */
  readonly ownCpuSeconds: number
  /** Memory that processes share is counted once, by shares (`Pss` of proc(5)). */
  readonly proportionalBytes: number
  readonly residentBytes: number
}

/** Clock ticks a second of /proc (`getconf CLK_TCK`; 100 on every Linux of today). */
const TICKS = 100

export function treeUse(root: number): TreeUse {
  const pids = treeOf(root)
  const rolled = pids.map(pid => read(`/proc/${pid}/smaps_rollup`))
  return {
    cpuSeconds: sum(pids.map(pid => cpuSeconds(pid) + endedSeconds(pid))),
    ownCpuSeconds: cpuSeconds(root),
    proportionalBytes: sum(rolled.map(text => kilobytes(text, 'Pss'))) * 1_024,
    residentBytes: sum(rolled.map(text => kilobytes(text, 'Rss'))) * 1_024,
  }
}

function cpuSeconds(pid: number): number {
  return sum(fieldsOf(pid).slice(11, 13).map(Number)) / TICKS
}

/** Of processes below it that have ended: an engine's connections come and go. */
function endedSeconds(pid: number): number {
  return sum(fieldsOf(pid).slice(13, 15).map(Number)) / TICKS
}

function treeOf(root: number): number[] {
  const parents = new Map(readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(name => [Number(name), Number(fieldsOf(Number(name))[1])]))
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid)!))
  return [...parents.keys()].filter(isBelow)
}

/** Of /proc/PID/stat, from the state on (proc(5)): what stands before may hold blanks. */
function fieldsOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function kilobytes(rolled: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rolled)?.[1] ?? 0)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
