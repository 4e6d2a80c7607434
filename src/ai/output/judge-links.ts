import { LINK_DATA, PICTURE_DATA } from './defaults.ts'

/** An address in an answer that carries data to a host. */
export interface CarryingLink {
  readonly start: number
  readonly end: number
  readonly host: string
  readonly isPicture: boolean
}

const PICTURE = /!\[[^\]]{0,500}\]\(\s*<?(https?:\/\/[^\s)>]{1,4000})>?(?:\s{1,10}["'][^"']{0,200}["'])?\s?\)?|<img\b[^>]{0,500}?\bsrc\s*=\s*["']?(https?:\/\/[^\s"'>]{1,4000})/gi
const LINK = /https?:\/\/[^\s)>\]"']{1,4000}/gi

/**
 * Addresses by which an answer would carry data out when it is shown (pictures are fetched by themselves) or clicked, to hosts that are not known.
 */
export function carryingLinks(text: string, isKnownHost: (host: string, use: 'link' | 'picture') => boolean): CarryingLink[] {
  const found: CarryingLink[] = []
  for (const match of text.matchAll(PICTURE)) {
    const address = match[1] ?? match[2] ?? ''
    const host = hostIfCarrying(address, PICTURE_DATA)
    if (host !== null && !isKnownHost(host, 'picture')) found.push({ start: match.index, end: match.index + match[0].length, host, isPicture: true })
  }
  for (const match of text.matchAll(LINK)) {
    const host = hostIfCarrying(match[0], LINK_DATA)
    const end = match.index + match[0].length
    if (host !== null && !isKnownHost(host, 'link') && !found.some(each => match.index < each.end && each.start < end)) found.push({ start: match.index, end, host, isPicture: false })
  }
  return found
}

function hostIfCarrying(address: string, limit: number): string | null {
  if (!URL.canParse(address)) return null
  const { hostname, search, hash, pathname } = new URL(address)
  const data = search.length + hash.length + pathname.split('/').filter(isDataLike).reduce((sum, { length }) => sum + length, 0)
  return data >= limit ? hostname : null
}

/** Words with hyphens are names of pages; long runs of mixed letters and digits are data. */
function isDataLike(piece: string): boolean {
  return piece.length >= 16 && /[0-9]/.test(piece) && /[A-Za-z]/.test(piece) && !/^[a-z0-9]+(?:-[a-z0-9]+){2,}/.test(piece)
}
