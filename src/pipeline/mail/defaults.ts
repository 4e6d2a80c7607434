/** Bytes at the beginning of a content by which a mail is told: a head is longer only when it is signed and forwarded many times. */
export const MAIL_HEAD_BYTES = 4_096

/** Bytes of one mail that are read: providers refuse what is larger than 25 to 50 MB. */
export const MAIL_BYTES = 64 * 1024 * 1024

/** Bytes of the head of a mail or of one part: real ones have a few thousand. */
export const HEADER_BYTES = 1024 * 1024

/** Fields of a head: forwarded mail has about a hundred. */
export const HEADER_FIELDS = 2_000

/** Parts within one another: a signed answer to a forwarded mail has five. */
export const PART_DEPTH = 16

/** Parts of one mail: reports have up to some hundred attachments. */
export const PARTS = 1_000

/** Parameters of one field, pieces of divided ones among them. */
export const PARAMETERS = 200

/** Characters of a line of quoted-printable that are held until its end comes; RFC 2045 allows 76. */
export const QUOTED_LINE = 65_536

/** Characters of the name of an attachment. */
export const NAME_CHARACTERS = 200

/** Bytes of a line that stands before a mail in a mailbox file. */
export const FROM_LINE_BYTES = 1_024

/** Mails of one mailbox file: as entries of an archive. */
export const MAILBOX_MAILS = 100_000
