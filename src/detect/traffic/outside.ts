import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Networks that are not the Internet (IANA registries of special-purpose addresses): private, shared, loopback, link-local, test, multicast, reserved. */
const SPECIAL: readonly string[] = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3',
  '::/127', 'fc00::/7', 'fe80::/10', 'ff00::/8',
]

/** Addresses whose answer is remembered: few come again and again. */
const REMEMBERED = 16_384

/** Tells addresses of the Internet from those of the site. */
export class Outside {
  readonly #inside = new BlockList()
  readonly #known = new Map<string, boolean>()

  /** @param own networks of the site besides the private ones, as CIDR or single addresses; what is none is passed over */
  constructor(own: readonly string[]) {
    for (const network of [...SPECIAL, ...own]) {
      const [address = '', length] = network.split('/')
      const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null
      const bits = length === undefined ? (family === 'ipv4' ? 32 : 128) : Number(length)
      if (family !== null && Number.isInteger(bits) && bits >= 0 && bits <= (family === 'ipv4' ? 32 : 128)) this.#inside.addSubnet(address, bits, family)
    }
  }

  has(address: string): boolean {
    let known = this.#known.get(address)
    if (known === undefined) {
      known = isIPv4(address) ? !this.#inside.check(address, 'ipv4') : isIPv6(address) && !this.#inside.check(address, 'ipv6')
      if (this.#known.size >= REMEMBERED) this.#known.clear()
      this.#known.set(address, known)
    }
    return known
  }
}
