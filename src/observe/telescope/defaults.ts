import { MINUTE_US, SECOND_US } from '../../model/time.ts'

/** Weight of a new sample in ChangeFinder's two regressions; the published value. */
export const CHANGE_DISCOUNT = 0.005
/** Scores of the first regression that are averaged; the published value. */
export const FIRST_SMOOTHING = 10
/** Scores of the second regression that are averaged; the published value. */
export const SECOND_SMOOTHING = 5
/** Samples at the start of a series that raise no alert: the regressions start from nothing. The published value. */
export const CHANGE_MUTE_SAMPLES = 15
/** Score above which a change is told; the published value. */
export const CHANGE_THRESHOLD = 3

/** Length of one sample of the counts by port: what the published baseline uses. */
export const CHANGE_SAMPLE_US = 10 * MINUTE_US

/** Packets in one sample from which a port's series is followed: below it is noise, and a scan of all ports touches 65,536. */
export const CHANGE_LEAST_PACKETS = 10

/** Changes listed; more of the same says nothing new. */
export const LISTED_CHANGES = 10_000

/** When a flood of answers counts as an attack on their sender (Moore et al. 2006; CAIDA's Corsaro codes it with these figures). */
export interface AttackThresholds {
  readonly packets: number
  readonly durationUs: number
  /** Packets within some minute. */
  readonly packetsPerMinute: number
  /** Silence after which the next answer belongs to another attack. */
  readonly silenceUs: number
}

export const ATTACK_THRESHOLDS: AttackThresholds = {
  packets: 25,
  durationUs: 60 * SECOND_US,
  packetsPerMinute: 30,
  silenceUs: 300 * SECOND_US,
}

/** As people write them: packets, seconds, packets within some minute. */
export function attackThresholds({ packets, seconds, rate }: { readonly packets: number, readonly seconds: number, readonly rate: number }): AttackThresholds {
  return { ...ATTACK_THRESHOLDS, packets, durationUs: seconds * SECOND_US, packetsPerMinute: rate }
}

/** Length of the window in which an attack's rate is counted, and the steps by which it slides: Corsaro's. */
export const RATE_WINDOW_US = 60 * SECOND_US
export const RATE_STEP_US = 10 * SECOND_US

/** Targets of answers followed; one costs 100 bytes. Further ones are counted as forgotten. */
export const MAX_TARGETS = 2_000_000

/** Attacks listed. */
export const LISTED_ATTACKS = 100_000

/** Attacked addresses of one /24 at a time from which it is carpet bombing: a few servers side by side are attacked together, a quarter of a network is not. */
export const CARPET_TARGETS = 64
/** How far apart the first answers of those addresses may be. */
export const CARPET_SPAN_US = 30 * MINUTE_US

/** Sources followed; each takes 64 bytes and an entry of the index. */
export const MAX_SOURCES = 2 ** 24 - 2

/** Ports listed of one source: what a person reads; a vertical scan has 65,536. */
export const LISTED_PORTS = 256

/** (source, port) pairs kept beyond the first two ports of each source; eight bytes each, half of the table empty. */
export const MAX_PORT_PAIRS = 2 ** 22

/** Sources whose first packets are kept to look for unknown tools; 80 bytes each. */
export const SAMPLED_SOURCES = 2 ** 19
/** Packets kept of each: three differences of 16 bits leave chance 2⁻⁴⁸; each more costs every packet another miss of the cache. */
export const SAMPLES_PER_SOURCE = 4

/** Sources that must share a rule before it is told: fewer may be one machine with several addresses. */
export const LEAST_RULE_SOURCES = 8

/** Sources whose packets must show an equality by varying; the others of the group may hold it in one port and one window. */
export const LEAST_SHAPE_SOURCES = 3

/** Packets of a source on which a mark that chance hits once in 65,536 must be seen. */
export const LEAST_MARKED_PACKETS = 2
/** Chance that so many marks would be seen in so many packets without the tool, above which the mark is not believed. */
export const MARK_CHANCE = 1e-9

/** Sources that must act alike before they are a campaign. */
export const LEAST_CAMPAIGN_SOURCES = 5
/** Packets of a source without which it has no rhythm. */
export const LEAST_CAMPAIGN_PACKETS = 3
/** Sources compared with one another; each is an object for that time. */
export const MAX_CAMPAIGN_SOURCES = 500_000
/** Time within which the first packets of a campaign's sources lie. */
export const CAMPAIGN_START_US = 2 * MINUTE_US

/** Distinct values of the time to live from which the packets of one address come from several machines: routes change, but not so often. */
export const SPOOF_TTL_SPREAD = 8

/** Packets of a source, all to one address and port, from which it is a misconfiguration and no search. */
export const MISCONFIGURED_PACKETS = 10

/** Share of the estimated distinct ports or targets from which a scan is called by it. */
export const MANY_PORTS = 16
export const MANY_TARGETS = 16

/** Bytes of an organisations file: ten thousand organisations with a hundred prefixes each. */
export const MAX_ORGANISATIONS_BYTES = 32 * 1_048_576
/** Bytes of a counts file: ten-minute counts of a century are 250 MB. */
export const MAX_COUNTS_BYTES = 256 * 1_048_576

/** Packets kept of each warning, so that the member's people can look them up in their own logs; 500 bytes each. */
export const EVIDENCE_PACKETS = 3
/** Warnings of which packets are kept: who invents more addresses shall not fill the memory. */
export const MAX_EVIDENCED_WARNINGS = 100_000
/** Packets of an address up to which it may have been drawn at random. */
export const FEW_PACKETS = 2
/** Likelihood of being forged from which a warning is held back: shown apart, and not sent until more speaks for it. */
export const HELD_BACK_LIKELIHOOD = 0.7
