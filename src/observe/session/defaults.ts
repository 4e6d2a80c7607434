const SECOND_US = 1_000_000
const KIBIBYTE = 1_024
const MEBIBYTE = 1_048_576

/** Silence that ends a connection, by packet time, in µs: what Zeek waits (`tcp_inactivity_timeout`, `udp_inactivity_timeout`). */
export const TCP_TIMEOUT_US = 300 * SECOND_US
export const DATAGRAM_TIMEOUT_US = 60 * SECOND_US

/** A closed TCP connection is kept this long for stragglers, in µs (Zeek's `tcp_close_delay`). */
export const CLOSED_TIMEOUT_US = 5 * SECOND_US

/** A packet so much older than the one before it is of another capture, in µs; captures of several interfaces are out of order by less. */
export const JUMP_BACK_US = 10 * SECOND_US

/**
 * Connections at one time: about 500 bytes each, 4 KiB while its content is read, so 0.6 GB when all are; beyond it the one that has been silent
 * longest is told and forgotten.
 */
export const MAX_FLOWS = 131_072

/** Bytes of content that all connections together may hold back: segments out of order, headers not yet whole. */
export const CONTENT_BYTES = 64 * MEBIBYTE

/** Bytes and segments held of one direction before a gap is given up: a round trip on a fast line. */
export const MAX_PENDING_BYTES = 256 * KIBIBYTE
export const MAX_PENDING_SEGMENTS = 256

/** Segments of one direction at whose start a protocol is looked for: SOCKS, SMTP and the like speak some lines before TLS. */
export const MAX_DETECTION_SEGMENTS = 32

/** Bytes of TLS handshake of one side: chains of certificates have a tenth of it. */
export const MAX_HANDSHAKE_BYTES = 64 * KIBIBYTE

/** Certificates of one handshake that are told: chains have two to four. */
export const MAX_CERTIFICATES = 8

/** Bytes of one HTTP head: servers take 8 to 64 KiB. */
export const MAX_HEAD_BYTES = 64 * KIBIBYTE

/** Names of a request's fields that are told: browsers send about twenty. */
export const MAX_HEADER_NAMES = 64

/** HTTP requests or DNS queries of one connection that wait for their answer. */
export const MAX_WAITING = 128

/** RFC 4253, section 4.2: 255 with the line's end; some servers say other lines before. */
export const MAX_BANNER_BYTES = 4 * KIBIBYTE

/** Records of one DNS message that are told; a message of 64 KiB holds some thousands at most. */
export const MAX_DNS_ANSWERS = 256

/** Characters of a value that is told, such as a URI or a user agent. */
export const MAX_VALUE_LENGTH = 8_192

/** Datagrams of one QUIC connection that are looked at for its ClientHello: large ones take two or three. */
export const MAX_QUIC_DATAGRAMS = 8

/** Bytes of one line of SMTP, FTP and Telnet: RFC 5321 asks for 1,000 with its end, servers take more. */
export const MAX_LINE_BYTES = 4 * KIBIBYTE

/** Characters of the head of one mail: servers take 64 KiB. */
export const MAX_HEADERS_LENGTH = 64 * KIBIBYTE

/** Recipients of one mail that are told: RFC 5321 asks servers to take 100. */
export const MAX_RECIPIENTS = 256

/** Bytes of one SMB packet that are read: requests and answers about names are far shorter, those that carry files are passed over. */
export const MAX_SMB_BYTES = 16 * KIBIBYTE

/** Shares and open files of one SMB connection that are remembered. */
export const MAX_SMB_OPEN = 1_024

/** Interfaces that one connection binds to at a time: clients bind to one to three. */
export const MAX_RPC_CONTEXTS = 64
