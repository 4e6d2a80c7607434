import { readFileSync } from 'node:fs'

/**
 * Datagrams that the kernel dropped because a socket's buffer was full, since it was opened: the last column of /proc/net/udp and udp6. Null
 * where that cannot be read (no Linux).
 *
 * @param port that the socket is bound to; sockets that share one are told together
 */
export function kernelDrops(port: number, read: (path: string) => string = path => readFileSync(path, 'utf8')): number | null {
  let drops: number | null = null
  for (const path of ['/proc/net/udp', '/proc/net/udp6']) {
    try {
      drops = (drops ?? 0) + dropsIn(read(path), port)
    } catch {
      // A kernel without IPv6 has no udp6.
    }
  }
  return drops
}

/** `sl local_address … drops`, a line each socket; addresses and ports in hex (proc(5)). */
function dropsIn(table: string, port: number): number {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  let drops = 0
  for (const line of table.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/)
    if (columns[1]?.endsWith(wanted) === true) drops += Number(columns.at(-1)) || 0
  }
  return drops
}
