import { isIP } from 'node:net'

/**
 * Whether a request that names this host is meant for us. A page elsewhere can make its own name point to our address (DNS rebinding)
 * and then shares our origin in the browser's eyes; it cannot make the browser send another name than its own.
 */
export function allowsHost(header: string | null, names: readonly string[]): boolean {
  if (header === null) return true
  const host = header.replace(/:\d{1,5}$/, '').toLowerCase()
  return isIP(host.replace(/^\[|\]$/g, '')) !== 0 || host === 'localhost' || names.some(name => name.toLowerCase() === host)
}
