/** An address as people write it: IPv4 without the prefix that an IPv6 socket gives it, without the zone of a link. */
export function addressText(address: string | undefined): string {
  const text = (address ?? '').replace(/%.*$/, '')
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(text) ? text.slice(7) : text
}
