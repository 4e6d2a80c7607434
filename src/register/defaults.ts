import { DAY_US, HOUR_US, MINUTE_US } from '../model/time.ts'

/**
 * For how long something whose end nobody tells is believed, in microseconds: `likely` while it usually holds, `possible` while it may. DHCP servers hand out leases of hours
 * to eight days and machines keep their address; sessions of a VPN end within a working day; a translation of one port ends minutes after its connection
 * (RFC 4787 §4.3: two minutes for UDP; RFC 5382 §5: two hours for TCP), but a `block` of ports, or all of them, is given to a customer as a lease is.
 */
export const BELIEVED_US = {
  lease: { likely: DAY_US, possible: 8 * DAY_US },
  session: { likely: 12 * HOUR_US, possible: 7 * DAY_US },
  translation: { likely: 5 * MINUTE_US, possible: 2 * HOUR_US },
  block: { likely: DAY_US, possible: 8 * DAY_US },
} as const

/** An observation speaks for this long before and after itself: an entry of an ARP cache lives for minutes, and who signed in stays for a while. */
export const SEEN_US = { likely: 15 * MINUTE_US, possible: 8 * HOUR_US } as const

/** After its lease has run out, an address mostly still belongs to the machine when nobody else has got it. */
export const EXPIRED_US = DAY_US

/** Translations one after another: at home, at the provider, and one to spare; more would be a circle. */
export const MOST_TRANSLATIONS = 3

/** Holders after the asked moment that are told. */
export const HOLDERS_SINCE = 10

/** Characters of a log line that are shown. */
export const LINE_CHARACTERS = 400

/** Entries that one file may hold: a large organisation's machines, and the most that are held in memory at once. */
export const MOST_DRAFTS = 200_000

/** Bytes of one file of an import. */
export const MOST_IMPORT_BYTES = 64 * 1024 * 1024

/** Addresses of a case whose holders are shown with it: each is a few questions to the engines. */
export const ADDRESSES_SHOWN = 5
