/** Rows of one chunk whose times are looked at, at most: half of it at least, evenly spread. */
export const CLOCK_SAMPLES_OF_CHUNK = 1_024

/** Characters of a host's name that tell it apart. */
export const HOST_CHARACTERS = 128

/** Samples that are kept of a source: what a busy one sends in a minute or two, a quiet one in a day. */
export const CLOCK_SAMPLES = 256

/** Samples that are kept of each host. */
export const CLOCK_SAMPLES_OF_HOST = 64

/** Samples below which nothing is said of a clock. */
export const CLOCK_SAMPLES_NEEDED = 8

/** Microseconds for which a sample says something: a clock that was mended is right a day later at the latest. */
export const CLOCK_WINDOW_US = 86_400_000_000

/** Hosts that are kept of one source, those heard of last: a relay sends for some hundreds. */
export const CLOCK_HOSTS_OF_SOURCE = 1_000

/** Hosts that are kept of all sources together: with {@link CLOCK_SAMPLES_OF_HOST} some 5 MB. */
export const CLOCK_HOSTS = 4_096

/** Hosts that are named with a source: those whose clock is furthest off. */
export const CLOCK_HOSTS_SHOWN = 10

/** Microseconds that a clock may be ahead: what NTP over a bad line, a virtual machine that woke up, and times cut to whole seconds come to. */
export const AHEAD_US = 2_000_000

/** Microseconds behind which a record came late, or its clock is behind: what shippers gather and try again takes less. */
export const BEHIND_US = 60_000_000

/** Of a clock that is wrong by a fixed time, records differ by no more than this, in microseconds: delays of a network and of a shipper that gathers. */
export const STEADY_US = 30_000_000

/** Zones are whole quarters of an hour apart (time zone database, 2026). */
export const ZONE_STEP_US = 900_000_000

/** Microseconds by which a difference may miss a whole quarter and still be one of zones: a good clock, and a short delay. */
export const ZONE_SLACK_US = 60_000_000

/** The largest difference between two zones: UTC-12 and UTC+14. */
export const WIDEST_ZONES_US = 93_600_000_000
