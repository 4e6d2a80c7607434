/** A certificate chain and its key in PEM; with authorities, senders must have a certificate of theirs. */
export interface SyslogCertificate {
  readonly certificate: string
  readonly key: string
  readonly clientAuthority?: string | undefined
}
