import { readdirSync, readFileSync } from 'node:fs'

/** Seconds of processor time, and bytes, by what the processes are. */
export interface ProcessUse {
  readonly cpuSeconds: Readonly<Record<string, number>>
  readonly peakBytes: number
  readonly bytesAtPeak: Readonly<Record<string, number>>
}

const SAMPLE_MS = 500
/** The proportional set size of an engine takes the kernel milliseconds to tell: asked only when resident memory has grown by so much. */
const GROWN = 1.03
const PAGE_BYTES = 4_096
/** Clock ticks a second of /proc (`getconf CLK_TCK`; 100 on every Linux of today). */
const TICKS = 100

interface Seen {
  readonly pid: number
  readonly kind: string
  readonly cpuSeconds: number
  readonly residentBytes: number
}

/** Measures a process and all below it, from its making until {@link end}. */
export class ProcessMeter {
  readonly #root: number
  readonly #before: Readonly<Record<string, number>>
  readonly #timer: NodeJS.Timeout
  #residentBytes = 0
  #peakBytes = 0
  #bytesAtPeak: Record<string, number> = {}

  constructor(root: number = process.pid) {
    this.#root = root
    this.#before = cpuOf(processes(root))
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS)
  }

  end(): ProcessUse {
    clearInterval(this.#timer)
    this.#sample()
    const after = cpuOf(processes(this.#root))
    const cpuSeconds = Object.fromEntries(Object.entries(after).map(([kind, seconds]) => [kind, seconds - (this.#before[kind] ?? 0)]))
    return { cpuSeconds, peakBytes: this.#peakBytes, bytesAtPeak: this.#bytesAtPeak }
  }

  #sample(): void {
    const seen = processes(this.#root)
    const resident = seen.reduce((sum, { residentBytes }) => sum + residentBytes, 0)
    if (resident < this.#residentBytes * GROWN) return
    this.#residentBytes = resident
    const bytes: Record<string, number> = {}
    for (const { pid, kind } of seen) bytes[kind] = (bytes[kind] ?? 0) + proportionalBytes(pid)
    const total = Object.values(bytes).reduce((sum, each) => sum + each, 0)
    if (total <= this.#peakBytes) return
    this.#peakBytes = total
    this.#bytesAtPeak = bytes
  }
}

function cpuOf(seen: readonly Seen[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const each of seen) sums[each.kind] = (sums[each.kind] ?? 0) + each.cpuSeconds
  return sums
}

/** A process and its descendants. */
function processes(pid: number, root: number = pid): Seen[] {
  const children = tasks(pid).flatMap(task => read(`/proc/${pid}/task/${task}/children`).split(' ').filter(text => text !== '').map(Number))
  return [{ pid, kind: pid === root ? 'program' : kindOf(pid), cpuSeconds: cpuSecondsOf(pid), residentBytes: residentBytesOf(pid) }, ...children.flatMap(child => processes(child, root))]
}

function tasks(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

/** Children that are gone count with their parent (fields 14 to 17, proc(5)). */
function cpuSecondsOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS
}

function kindOf(pid: number): string {
  const command = read(`/proc/${pid}/cmdline`)
  return /postgres/.test(command) ? 'PostgreSQL' : /clickhouse/.test(command) ? 'ClickHouse' : 'workers'
}

function residentBytesOf(pid: number): number {
  return Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * PAGE_BYTES
}

function proportionalBytes(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1_024
}

/** Empty when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
