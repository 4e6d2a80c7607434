import { DAY_US } from '../../model/time.ts'

/** Holdings of each kind that a look-up gets from before and from after its moment: enough to see renewals, who came before and who came after. */
export const HOLDINGS_READ = 48

/**
 * How far from the asked moment a holding may begin, in microseconds. `held`: leases, sessions, blocks of ports: DHCP leases of eight days are renewed after four, and a VPN that is
 * up for a month is seldom. `port`: translations of one port, of which a busy gateway makes thousands a day. `seen`: ARP and sign-ins, which say little of another day.
 */
export const HOLDINGS_REACH_US = { held: 35 * DAY_US, port: 2 * DAY_US, seen: DAY_US } as const
