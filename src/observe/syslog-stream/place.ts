/** An address that is listened on. */
export interface Place {
  readonly host: string
  readonly port: number
}

/** A socket in the file system, for senders on this machine. */
export interface SocketPath {
  readonly path: string
}

/** Whether an address may send. */
export type IsAllowed = (address: string) => boolean

/** Reads `0.0.0.0:514` and `[::]:514`. @throws Error when it is neither */
export function placeOf(address: string): Place {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(address) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) > 65_535) throw new Error(`"${address}" is no address to listen on`)
  return { host, port: Number(port) }
}

/** As it is shown and given to senders. */
export function placeText(transport: string, place: Place | SocketPath): string {
  if ('path' in place) return `${transport} ${place.path}`
  const { host, port } = place
  return `${transport} ${host.includes(':') ? `[${host}]` : host}:${port}`
}
