/** Milliseconds between looks at what the capturing program counts; drops are shown within this. */
export const DROPS_MS = 1_000

/** Milliseconds until a capture that ended is begun anew, doubled each time up to the longest; an interface that is down stays so for minutes. */
export const RESTART_MS = { first: 1_000, longest: 60_000 } as const

/** Milliseconds without an end after which the next failure is the first again. */
export const STEADY_MS = 60_000

/** Bytes that the kernel holds for the capturing program: at 0.6 million packets a second of 100 bytes, half a second. */
export const KERNEL_BUFFER_KIB = 32_768

/** Characters kept of what the capturing program last said. */
export const LAST_CHARACTERS = 2_000

/** Milliseconds between two states of the sensor: a warning stands within one second, half of it is for the way to the reader. */
export const STATE_MS = 400

/** Longest share of time that judging all sources anew (unknown tools, campaigns) may take: one core is there for packets. */
export const JUDGING_SHARE = 0.05
/** Milliseconds between two such judgements, at least. */
export const JUDGING_MS = 10_000

/** Milliseconds between two tellings of what the day brought, at least. */
export const FIGURES_MS = 600_000

/** Entries of each list of a state; what a person reads at once. The counts are exact. */
export const LISTED = { warnings: 200, attacks: 100, changes: 100, ports: 20, minutes: 120, unknown: 50, growth: 20, addresses: 20 } as const

/** Packets in one piece of what goes into the event store, or milliseconds until it goes there. */
export const PIECE = { packets: 1_048_576, ms: 60_000 } as const

/** The sensor's process: 16 million sources are 1.2 GB outside the heap, their judgement some hundred MB within. */
export const SENSOR_LIMITS = { heapMb: 2_048, memoryMb: 4_096, silenceMs: 300_000, hugePages: true } as const

/** The process that watches for a hub: 2 million sources are 200 MB outside the heap. */
export const WATCH_LIMITS = { heapMb: 1_024, memoryMb: 2_048, silenceMs: 300_000 } as const
