/**
 * The path of a request as the most lenient of servers reads it: decoded (RFC 3986, 2.1), without empty segments, parameters of segments (3.3) and a slash at its end. Who writes a path otherwise may
 * mean the same.
 */
export function plainPath(path: string): string {
  const segments = decoded(path).split(/[/\\]/).map(segment => segment.replace(/;.*$/s, '')).filter(segment => segment !== '')
  return `/${segments.join('/')}`
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
