import { isIP } from 'node:net'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { isLoopback } from './listen.ts'

/** Where to listen, and how a browser finds it. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
  /** Every address but those of this machine itself is served over TLS. */
  readonly needsTls: boolean
  readonly origin: string
}

/** Reads `127.0.0.1:8443`, `[::1]:8443`, `localhost:8443`, `0.0.0.0:443`. @throws NoroshiError `usage` */
export function listenAddress(text: string): ListenAddress {
  const [, bracketed, plain, portText] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  const port = Number(portText)
  const known = host === 'localhost' || isIP(host ?? '') === (bracketed === undefined ? 4 : 6)
  if (host === undefined || !known || port > 65_535) {
    throw new NoroshiError('usage', `"${text}" is no address to listen on; write one like 127.0.0.1:8443, 0.0.0.0:443 or [::1]:8443`)
  }
  const needsTls = !isLoopback(host)
  return { host, port, needsTls, origin: originOf(needsTls, host, port) }
}

/** How a browser on this machine finds a server that listens there. */
export function originOf(secure: boolean, host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `${secure ? 'https' : 'http'}://${name}:${port}`
}
