/** Bytes of one data frame: what libfstrm reads at most; two DNS messages of 64 KiB and their surroundings have an eighth. */
export const FRAME_BYTES = 1024 * 1024

/** Bytes of one control frame (Frame Streams, FSTRM_CONTROL_FRAME_LENGTH_MAX). */
export const CONTROL_BYTES = 512

/** Content types that a control frame may offer. */
export const CONTENT_TYPES = 16

/** Bytes of a text that a server writes of itself: identity, version, extra. */
export const TEXT_BYTES = 1_024

/** Milliseconds for a look whether somebody answers at a socket that lies there. */
export const STALE_SOCKET_MS = 1_000
