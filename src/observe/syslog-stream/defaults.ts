/**
 * Bytes of one message; what is beyond is cut off and counted. RFC 5425 §4.3.1 asks for 8,192 at most; what programs log whole (a stack, a
 * request) seldom has more than this.
 */
export const MESSAGE_BYTES = 65_536

/** Bytes that a frame may announce; beyond it the sender does not count, and its connection is closed. */
export const FRAME_BYTES = 16 * 1024 * 1024

/** Connections of one source; each may hold one message that is not ended, and what waits to be kept. */
export const CONNECTIONS = 1_000

/** Connections of one address: a relay opens a few; one that opens hundreds is broken or hostile. */
export const CONNECTIONS_OF_ONE = 100

/** Bytes of one connection that may wait to be kept before it is read no more. */
export const WAITING_BYTES = 256 * 1024

/** Milliseconds for a TLS handshake. */
export const HANDSHAKE_MS = 10_000

/** Milliseconds after which a quiet connection is asked whether its other end is there. */
export const KEEP_ALIVE_MS = 60_000

/** Milliseconds for which datagrams are gathered: one write for many. */
export const GATHER_MS = 20

/** Bytes of datagrams gathered that are written at once. */
export const GATHER_BYTES = 256 * 1024

/** Bytes of datagrams that may wait to be kept; beyond it they are dropped and counted. */
export const DATAGRAM_WAITING_BYTES = 32 * 1024 * 1024

/** Bytes asked of the kernel for datagrams that wait for us; it gives what `net.core.rmem_max` allows. */
export const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024

/** Milliseconds between looks at what the kernel dropped. */
export const KERNEL_DROPS_MS = 5_000
