import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { KERNEL_BUFFER_KIB } from './defaults.ts'

/** What is captured, as the configuration says. */
export interface CaptureSource {
  /** Of the system: `eth1`. */
  readonly interface: string
  /** A filter of libpcap (pcap-filter(7)). */
  readonly filter?: string | undefined
}

/** A program that writes a capture to its standard output, and how it counts what the kernel dropped. */
export interface CaptureCommand {
  readonly program: 'tcpdump' | 'dumpcap'
  readonly args: readonly string[]
  /** What makes it say its counts while it runs; null: it says them at its end only. */
  readonly askBy: 'SIGUSR1' | null
  /** The number of dropped packets that a line of its standard error tells, null when it tells none. */
  dropsIn(line: string): number | null
}

/** tcpdump where it is installed, else dumpcap, else null. Nothing of the source goes through a shell. */
export function captureCommand(source: CaptureSource, path = process.env['PATH'] ?? ''): CaptureCommand | null {
  if (isInstalled('tcpdump', path)) return tcpdump(source)
  return isInstalled('dumpcap', path) ? dumpcap(source) : null
}

/** What `-U` writes at once arrives at once; the filter stands behind `--`, so that it is no option whatever it begins with. */
function tcpdump({ interface: name, filter }: CaptureSource): CaptureCommand {
  return {
    program: 'tcpdump',
    args: ['-i', name, '-n', '-U', '--immediate-mode', '-B', String(KERNEL_BUFFER_KIB), '-w', '-', ...(filter === undefined ? [] : ['--', filter])],
    askBy: 'SIGUSR1',
    dropsIn: line => numberIn(/(\d+) packets? dropped by kernel/, line),
  }
}

function dumpcap({ interface: name, filter }: CaptureSource): CaptureCommand {
  return {
    program: 'dumpcap',
    args: ['-i', name, '-q', '-P', '-B', String(KERNEL_BUFFER_KIB / 1_024), '-w', '-', ...(filter === undefined ? [] : ['-f', filter])],
    askBy: null,
    dropsIn: line => numberIn(/Packets received\/dropped on interface .*: \d+\/(\d+)/, line),
  }
}

function numberIn(pattern: RegExp, line: string): number | null {
  const found = pattern.exec(line)?.[1]
  return found === undefined ? null : Number(found)
}

/** Debian keeps both where only root's path leads. */
function isInstalled(program: string, path: string): boolean {
  return [...path.split(delimiter), '/usr/sbin', '/usr/bin'].some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
}
