import { HOUR_US, MINUTE_US } from '../../../model/time.ts'

/** Time between two judgements of every port. Shorter ones judge more often by chance, longer ones later. */
export const GROWTH_BIN_US = 5 * MINUTE_US
/** Bins that a port's past reaches back: 30 hours, a day before the longest window. */
export const GROWTH_PAST_BINS = 360
/** Lengths of the windows, in bins, in which newcomers are compared with the past: 5 minutes to 6 hours. */
export const GROWTH_WINDOWS: readonly number[] = [1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72]
/** Bins before a window without which nothing is known of a port's own past: half an hour. */
export const GROWTH_LEAST_PAST_BINS = 6

/** Newcomers beyond what was expected from which a group is told: a person's own scan from a rented dozen of machines has fewer. */
export const GROWTH_LEAST_HOSTS = 24
/** The same for a group whose hosts come one after the other. */
export const GROWTH_LEAST_SPREAD_HOSTS = 16
/** The same on a port to which none came before: what few say depends on how silent ports are elsewhere; two are a pair of anybody's. */
export const GROWTH_LEAST_SILENT_HOSTS = 3
/** Bins for which a port must have been silent for that, and all others watched: which ports are asked for at all takes hours to learn. */
export const GROWTH_SILENT_PAST_BINS = 48
/**
 * Exponent of ten of the chance that an unchanged port would bring so many newcomers, from which it is told. There are about 20,000 judgements of
 * busy ports a day, each over twelve windows: measured, see bench/README.md.
 */
export const GROWTH_LEAST_SCORE = 9
/** Share of the newcomers that came back at least once, below which addresses were forged: each of those is seen once. */
export const GROWTH_LEAST_RETURNS = 0.25
/** Bins after that of its first packet within which a host that comes again is steady, and within which it is eager: bots search without a pause. */
export const GROWTH_STEADY_BINS = 4
export const GROWTH_EAGER_BINS = 1
/** Ports of a host from which it is no bot of one service but a scanner of many, and is not counted. */
export const GROWTH_MOST_PORTS = 16

/** What is assumed of a port beside its past, where some came: half a host in so many bins; where none ever did, the least that silent ports of a space may say. */
export const GROWTH_PRIOR_HOSTS = 0.5
export const GROWTH_PRIOR_BINS = 6
export const GROWTH_QUIET_PRIOR_BINS = 36

/** Bins of a past that says half as much: a capture that has just begun has not seen all who were there before. */
export const GROWTH_YOUNG_BINS = 12
/** How much more than the past says a port may have without surprise: no port's rate stands still. */
export const GROWTH_DRIFT = 1.3
/** How much more may be expected because more come to all ports; beyond it the port itself is looked at. */
export const GROWTH_MOST_TIDE = 4

/** An alert is over when its port has had no surprise for so long; the next is another. */
export const GROWTH_SILENCE_US = 24 * HOUR_US

/** Hosts, and pairs of host and port, that are remembered; 20 bytes each, twice. Beyond it those silent for longest are dropped. */
export const GROWTH_MOST_SIGHTS = 2 ** 22
/** Newcomers of a port whose addresses and packets are kept for the alert and for comparing them. */
export const GROWTH_KEPT_HOSTS = 512
/** Alerts kept. */
export const GROWTH_MOST_ALERTS = 10_000

/** Slots of five minutes over which hosts are compared: two hours. */
export const SYNCHRONY_SLOTS = 24
/** Hosts that are compared with one another; the work grows with the cube. */
export const SYNCHRONY_HOSTS = 48
export const SYNCHRONY_LEAST_HOSTS = 8
/** Ports told apart: the one in question and those that its hosts ask for most. */
export const SYNCHRONY_PORTS = 4
/** Correlation from which two hosts are linked. */
export const SYNCHRONY_PENALTY = 0.4
/** Patterns that explain what a group does: its rise, and two for whoever else is there. */
export const SYNCHRONY_RANK = 3
/**
 * Score from which it is looked at whether the hosts act together, and is told when they do. On the tuning seeds, ports without a botnet that came so far had 0.36 to 0.52
 * explained, botnets of a packet a minute 0.7 to 0.8, of one in ten minutes 0.3 to 0.6; linked, all had less than 0.1, groups that start together 0.2 and more.
 */
export const SYNCHRONY_LEAST_SCORE = 7
export const SYNCHRONY_EXPLAINED = 0.6
export const SYNCHRONY_LINKED = 0.15
/** Bins after its first packet in which a host is new to a port: six hours, the longest window. */
export const GROWTH_NEW_BINS = 72
