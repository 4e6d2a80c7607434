/**
 * Who had an address, from when to when: leases, sessions, translations and what else a log says of it. `who` walks along them
 * (docs/register.md).
 */

/**
 * `lease`: an address given to one machine at a time (DHCP). `session`: somebody let in (RADIUS, 802.1X, VPN). `translation`: NAT or CGN.
 * `neighbour`: an address and a machine seen together (ARP, neighbour discovery). `logon`: a person signed in from an address.
 */
export const HOLDING_KINDS = ['lease', 'session', 'translation', 'neighbour', 'logon'] as const

/** `begin`: from then on, also again. `end`: until then. `seen`: at that moment. */
export const HOLDING_ACTS = ['begin', 'end', 'seen'] as const

export type HoldingKind = (typeof HOLDING_KINDS)[number]
export type HoldingAct = (typeof HOLDING_ACTS)[number]

/** What one event says. Times are microseconds, UTC; texts are empty and numbers null where it does not say. */
export interface Holding {
  readonly kind: HoldingKind
  readonly act: HoldingAct
  /** As people write it; of a translation, the inner one. */
  readonly address: string
  /** `aa:bb:cc:dd:ee:ff`. */
  readonly mac: string
  readonly user: string
  readonly host: string
  readonly place: string
  readonly session: string
  /** Of an `end` that does not say since when, the end itself. */
  readonly from: number
  /** The first moment at which it holds no longer. */
  readonly until: number | null
  /** The inner port. */
  readonly port: number | null
  readonly translation: Translation | null
}

/** What an inner address is seen as from outside. */
export interface Translation {
  readonly address: string
  /** The first and the last port; null for all. */
  readonly ports: readonly [number, number] | null
}
