import { HOUR_US, MINUTE_US, SECOND_US } from '../../model/time.ts'

/** Counts up with every change of what stages of traffic state, so that what was stated before is stated anew. */
export const TRAFFIC_VERSION = 2

/** Thresholds of what connections and DNS show over time; docs/packets.md has what they were measured to find and to leave. */

/** Connections of one pair that start within this of one another are one visit, in µs: programs open several at once, and nobody calls home faster. */
export const SAME_VISIT_US = 5 * SECOND_US

/** Intervals between visits that rhythm is judged by: with fewer, chance is regular too often; with more, a change of pace shows too late. */
export const MIN_INTERVALS = 20
export const MAX_INTERVALS = 64

/** Visits must go on for this long, in µs: pages that load themselves again do so while somebody looks at them. */
export const MIN_BEACONING_US = 15 * MINUTE_US

/**
 * Spread of the intervals: (90th − 10th percentile) / median, at the most intervals and at the fewest, since chance makes few of them alike. With
 * intervals drawn evenly from [1 − j, 1] of a period, as implants draw them, it is 0.8 j / (1 − j/2): 0.53 at a jitter of 50 %, 0.86 at 70 %. Of visits
 * at random (Poisson) it is 3.2, of intervals drawn evenly from none to twice a period 1.6.
 */
export const MAX_SPREAD = 0.9
export const MAX_SPREAD_OF_FEW = 0.55

/** Bytes sent at each visit differ by at most this share of their median (median absolute deviation), or by so many bytes: asking for work is short and alike. */
export const MAX_SIZE_DEVIATION = 0.25
export const MIN_SIZE_DEVIATION_BYTES = 128

/** Sources of the site that visit one destination: what more of them call regularly is a service the site uses. */
export const MAX_BEACONING_SOURCES = 3

/** Pairs remembered, about 1.5 kB each; beyond it those silent longest are forgotten, and counted. */
export const MAX_PAIRS = 131_072

/** An exported flow that begins within this of the end of the last between the same ports is the same connection, in µs: the longest usual inactivity timeout of routers. */
export const SAME_FLOW_US = MINUTE_US

/** Exported flows remembered, about 200 bytes each; beyond it those silent longest are forgotten. */
export const MAX_FLOWS = 131_072

/** Ports of services that call regularly by their nature: DNS, DHCP, NTP, NetBIOS, SNMP, syslog, SSDP, WS-Discovery, mDNS, LLMNR. */
export const RHYTHMIC_PORTS: ReadonlySet<number> = new Set([53, 67, 68, 123, 137, 138, 161, 162, 514, 547, 853, 1_900, 3_702, 5_353, 5_355])

/** Names below one domain that one source asks for within an hour: a page names a dozen hosts of a domain, a tunnel hundreds. */
export const MIN_TUNNEL_NAMES = 60

/** Of its queries for the domain so many are for a name not asked for before: a tunnel never repeats itself, or a cache would answer. */
export const MIN_TUNNEL_FRESH = 0.6

/** Characters below the domain that differ from the name before, on average: numbered hosts differ in some digits, hosts have names of 5 to 15. */
export const MIN_TUNNEL_LENGTH = 18

/** Bits in each character by how often it comes in its name, on average over the names: base32 and hex of such length have 3 to 4.5. */
export const MIN_TUNNEL_ENTROPY = 2.8

/** How unlike names of hosts they are: mean log2 of the probability of each letter after the two before, see `names/letter-model.ts`. */
export const MAX_TUNNEL_LIKENESS = -5.2

/** Names with less than this before the domain carry nothing: without answer and not missing, no detector needs them. */
export const MIN_CARRYING_LENGTH = 8

/** Distinct names that one source asked for below one domain in the hour; more count as fresh without being remembered. */
export const MAX_NAMES_KEPT = 512

/** Pairs of source and domain remembered within an hour; each at most 50 kB, mostly below 1 kB. */
export const MAX_DOMAINS = 65_536

/**
 * A name whose letters follow one another so improbably looks made by a program; mean log2 for each letter. 0.6 % of names held out are below and
 * long enough, and 82 to 100 % of those drawn letter by letter (bench/traffic-names.ts).
 */
export const GENERATED_LIKENESS = -5.2

/** Registered domains with letters fewer than this say nothing: any four letters may be a company. */
export const MIN_GENERATED_LENGTH = 7

/** Domains that look made and do not exist, for which one source asked within an hour, and their share of all that it asked for and do not exist. */
export const MIN_GENERATED_NAMES = 10
export const MIN_GENERATED_SHARE = 0.5

/** Sources remembered within an hour. */
export const MAX_SOURCES = 65_536

/** Time that destinations are learnt before any is called rare, in µs: a day, with its backups and its updates. */
export const LEARNING_US = 24 * HOUR_US

/** Connections that must have been seen meanwhile: a few say nothing of what is usual. */
export const MIN_LEARNT = 1_000

/** A destination is new this long after it was first seen, in µs. */
export const NEW_US = 24 * HOUR_US

/** Sources of the site that contacted a rare destination. */
export const MAX_RARE_SOURCES = 2

/** Connections of one source by which a new destination is judged: one may be a mistyped address. */
export const MIN_RARE_CONNECTIONS = 3

/** Bytes sent to a new destination that are told by themselves. */
export const RARE_SENT_BYTES = 10_000_000

/** Destinations remembered, about 300 bytes each, addresses that DNS answered with, about 100, and sources whose ports are known. */
export const MAX_DESTINATIONS = 262_144
export const MAX_ANSWERED = 524_288

/** Characters of a name that is kept and quoted: DNS allows 253. */
export const MAX_NAME_LENGTH = 253
