/** Fields of one template: exporters have 20 to 60; what announces more is broken or hostile. */
export const TEMPLATE_FIELDS = 512

/** Bytes of the shortest flow, two IPv4 addresses: with shorter ones a datagram could ask for any number of events. */
export const FLOW_BYTES = 8

/** Templates of all exporters of one source together. */
export const TEMPLATES = 4_096

/** Bytes of data whose template has not come yet that are kept: exporters repeat their templates every few minutes. */
export const HELD_BYTES = 16 * 1024 * 1024

/** The same of one exporter, so that one cannot take the room of the others. */
export const HELD_BYTES_OF_ONE = 2 * 1024 * 1024

/** Exporters of one source whose numbering is followed. */
export const EXPORTERS = 4_096

/** A gap in an exporter's numbering above this is a restart, not a loss. */
export const LARGEST_GAP = 100_000

/** Bytes of a value of no known kind that are shown, in hex. */
export const OPAQUE_BYTES = 64

/** Characters of a text in a record. */
export const TEXT_BYTES = 1_024

/** Samples of one sFlow datagram; its sender cannot put more into 65,535 bytes. */
export const SAMPLES = 1_024
