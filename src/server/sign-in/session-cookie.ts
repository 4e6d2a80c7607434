/**
 * The cookie of a session: not readable by scripts, never sent along by other sites. Under TLS its name carries `__Host-`, so that
 * browsers take it from this host over TLS alone (RFC 6265bis §4.1.3.2).
 */

/** Whether the request came over TLS is what its address says, which the server itself has made. */
export function sessionCookieOf(request: Request): string | null {
  const name = cookieName(request)
  for (const part of (request.headers.get('cookie') ?? '').slice(0, MOST_HEADER).split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value !== undefined && /^[\w-]{20,200}$/.test(value)) return value
  }
  return null
}

export function sessionCookie(request: Request, secret: string, hours: number): string {
  return `${cookieName(request)}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${hours * 3_600}${isSecure(request) ? '; Secure' : ''}`
}

/** Makes the browser forget it. */
export function endedCookie(request: Request): string {
  return `${cookieName(request)}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${isSecure(request) ? '; Secure' : ''}`
}

function cookieName(request: Request): string {
  return isSecure(request) ? '__Host-noroshi' : 'noroshi'
}

function isSecure(request: Request): boolean {
  return request.url.startsWith('https:')
}

/** UTF-16 units of the header that are looked at. */
const MOST_HEADER = 8_192
