/** Messages kept for those who come again, and their bytes: some minutes of progress of a busy server. */
export const STREAM_KEPT = 2_000
export const STREAM_KEPT_BYTES = 2 * 1024 * 1024

/** Bytes that wait for one listener before it is dropped: a slow one comes again and goes on where it was. */
export const STREAM_BACKLOG_BYTES = 256 * 1024

/** Listeners at a time, over all; a browser has one per tab. */
export const STREAM_LISTENERS = 2_000

/** Milliseconds between signs of life: below the minute after which proxies and firewalls close what is silent. */
export const STREAM_HEARTBEAT_MS = 20_000

/** Milliseconds a listener waits before it comes again. */
export const STREAM_RETRY_MS = 2_000

/** Milliseconds between looks for what commands changed beside the server. */
export const STREAM_WATCH_MS = 2_000

/** Milliseconds after which a listener must come again: a session that ended, or a role that was taken, is heard no longer. */
export const STREAM_LIFE_MS = 10 * 60_000
