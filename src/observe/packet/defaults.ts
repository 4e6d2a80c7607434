const MEBIBYTE = 1_048_576

/** Bytes of capture that are looked at in one go: large enough that moving a cut record to the front costs nothing. */
export const WINDOW_BYTES = 16 * MEBIBYTE

/** Packets of a batch: about 60 columns' bytes each, so that one batch stays in a processor's second cache. */
export const BATCH_ROWS = 4_096

/** Bytes of one captured packet: what libpcap and Wireshark accept of a network (MAXIMUM_SNAPLEN). A larger claim is damage. */
export const MAX_PACKET_BYTES = 262_144

/** The same for buses that are captured like networks (USB, D-Bus), as far as the window reaches. */
export const MAX_BUS_PACKET_BYTES = WINDOW_BYTES / 2

/** Bytes of one pcapng block; Wireshark's limit is the same, and it fits the window. */
export const MAX_BLOCK_BYTES = 16 * MEBIBYTE

/** Interfaces of one pcapng section: a host has tens; the format would let a file ask for memory without end. */
export const MAX_INTERFACES = 65_536

/** Headers within one another that are opened: real tunnels in tunnels have about ten. */
export const MAX_LAYERS = 32

/** Damaged places told of one capture; more of the same says nothing new. */
export const CAPTURE_ERRORS = 100
