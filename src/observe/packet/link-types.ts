/** Link types as files carry them (the LINKTYPE registry of tcpdump.org; draft-ietf-opsawg-pcaplinktype). */
export const LINK = {
  null: 0,
  ethernet: 1,
  ppp: 9,
  /** Raw IP as BSD systems number it in files written by old programs. */
  rawBsd: 12,
  rawOpenBsd: 14,
  pppHdlc: 50,
  pppoe: 51,
  raw: 101,
  ciscoHdlc: 104,
  wifi: 105,
  loop: 108,
  linuxCooked: 113,
  radiotap: 127,
  mpls: 219,
  ipv4: 228,
  ipv6: 229,
  linuxCooked2: 276,
} as const

const BUSES: ReadonlySet<number> = new Set([186, 189, 220, 231, 249, 279])

/** USB, D-Bus and the like, whose transfers may be larger than packets. */
export function isBus(linkType: number): boolean {
  return BUSES.has(linkType)
}
