/** How the bytes of a part were made fit for mail (RFC 2045 §6); `plain`: not at all. */
export type TransferEncoding = 'plain' | 'base64' | 'quoted-printable'

/** A field of a head (RFC 5322 §2.2). */
export interface HeaderField {
  /** In lower case. */
  readonly name: string
  /** Unfolded, a character for each byte: what they mean is not known yet. */
  readonly value: string
  /** Where it begins. */
  readonly offset: number
}

/** Something that is wrong with a mail, where it was noticed. */
export interface MailProblem {
  /** In the bytes of the mail. */
  readonly offset: number
  /** An English sentence without a full stop. */
  readonly reason: string
}

/** A part of a mail that has no parts itself. */
export interface MailPart {
  readonly fields: readonly HeaderField[]
  /** `text/plain`: in lower case. */
  readonly type: string
  /** As its head names it; empty where it does not. */
  readonly charset: string
  /** What it is called, fit for a path: the sender's name, else one by its place and type. */
  readonly name: string
  /** Whether it is meant to be read with the mail, not to be kept as a file. */
  readonly isText: boolean
  readonly encoding: TransferEncoding
  /** Its body, still encoded: bytes [from, to) of the mail. */
  readonly from: number
  readonly to: number
}

/** A mail taken apart. */
export interface Mail {
  readonly fields: readonly HeaderField[]
  /** Where its head ends. */
  readonly headEnd: number
  /** In their order. */
  readonly parts: readonly MailPart[]
  /** In the order of their places. */
  readonly problems: readonly MailProblem[]
}
