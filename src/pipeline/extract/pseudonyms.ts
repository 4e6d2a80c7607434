import { createHmac, hkdfSync } from 'node:crypto'
import { addressText } from '../../model/address-text.ts'
import { normaliseMac } from '../../model/mac-address.ts'
import { NOBODY } from '../../model/entities.ts'
import { CryptoPan, PAN_KEY_BYTES } from './crypto-pan.ts'

/** What is replaced. */
export const PSEUDONYM_KINDS = ['address', 'mac', 'user', 'host', 'domain', 'mail'] as const
export type PseudonymKind = (typeof PSEUDONYM_KINDS)[number]

/**
 * Keyed pseudonyms: the same thing has the same one in everything that is made with the same key, and without the key nobody finds out whose it is, nor that two extracts
 * with different keys speak of the same. Names are HMAC-SHA256, 48 bits of it.
 */
export class Pseudonyms {
  readonly #names: Buffer
  readonly #addresses: CryptoPan

  /** @param key any secret; as good as it is long and random */
  constructor(key: Uint8Array) {
    const derived = (purpose: string, bytes: number) => Buffer.from(hkdfSync('sha256', key, '', `noroshi extract ${purpose}`, bytes))
    this.#names = derived('names', 32)
    this.#addresses = new CryptoPan(derived('addresses', PAN_KEY_BYTES))
  }

  /** Null for what names no machine of anybody's: `0.0.0.0`, `127.0.0.1`, `::1`. */
  address(text: string): string | null {
    const address = addressText(text)
    return address === null || KEPT_ADDRESSES.test(address) ? null : this.#addresses.pseudonym(address)
  }

  /** A MAC address that a machine could have made up: its maker is not told. */
  mac(text: string): string | null {
    const mac = normaliseMac(text)
    return mac === null ? null : `02:${this.#hash('mac', mac).slice(0, 10).match(/../g)!.join(':')}`
  }

  name(kind: 'user' | 'host' | 'domain' | 'id', name: string): string {
    return `${kind}-${this.#hash(kind, name.normalize('NFKC').toLowerCase()).slice(0, 12)}`
  }

  /** Of a domain its name within which all its hosts lie; `invalid` is no domain of anybody's (RFC 2606). */
  domain(name: string): string {
    return `${this.name('domain', name)}.invalid`
  }

  #hash(kind: string, text: string): string {
    return createHmac('sha256', this.#names).update(`${kind}\0${text}`).digest('hex')
  }
}

/** Loopback, and those that stand for all or for none. */
const KEPT_ADDRESSES = /^(?:127\.|0\.|255\.255\.255\.255$|ff0[12]:)/

/** Names that every system has: they name nobody, and research needs them. */
export function isCommonName(name: string): boolean {
  return NOBODY.has(name) || COMMON.has(name)
}

const COMMON = new Set(['root', 'administrator', 'guest', 'admin', 'nobody', 'daemon', 'builtin', 'nt', 'authority', 'nt authority', 'workgroup', 'network', 'service', 'local', 'user', 'users', 'host'])
