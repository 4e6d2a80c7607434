/** Limits and pauses of a sensor. Bytes, milliseconds. */
export const SENSOR_DEFAULTS = {
  /** Between two reports to the hub. */
  reportMs: 10_000,
  /** Segments on their way at a time, each of another source: one is packed while the other travels. */
  inFlight: 2,
  /** Before what the hub could not take is sent again; doubled each time. */
  retryMs: 500,
  mostRetryMs: 30_000,
  /** Before a hub that does not know this sensor is asked again. */
  unknownMs: 60_000,
  /** Without a byte either way a connection is dead. */
  silenceMs: 60_000,
  /** Of an answer of the hub: the prefixes of all members, ten thousand with a hundred each. */
  answerBytes: 48 * 1024 * 1024,
  /** zstd: above it the processor costs more than most lines. */
  packLevel: 1,
  /** Share of its time that a certificate has left when it is renewed. */
  renewAt: 1 / 3,
} as const
