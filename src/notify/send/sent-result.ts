/** What became of one try to send. */
export type SentResult =
  /** The other side has taken it; where the transport has no answer (UDP, TCP syslog), it was handed over. */
  | { readonly kind: 'sent'; readonly said: string }
  /** Not now: nobody there, busy, a setting to be mended. */
  | { readonly kind: 'later'; readonly said: string }
  /** Refused for good. */
  | { readonly kind: 'refused'; readonly said: string }

/** One thing that goes out: with one message, or several in a digest. */
export interface Outgoing {
  /** The same at every try: what goes out twice is recognised by it. */
  readonly id: string
  readonly createdAt: Date
  /** Where; empty where the channel is the place. */
  readonly address: string
  readonly recipient: string
  readonly organisation: string
  readonly language: 'en' | 'ja'
  /** The strictest of what is in it. */
  readonly marking: 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'
  readonly priority: number
  readonly subject: string
  readonly text: string
  /** Each message's, for machines. */
  readonly notices: readonly Readonly<Record<string, unknown>>[]
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly base64: string }[]
}

/** Sends by one channel. Never throws for what the other side does or a setting lacks: that is a result. */
export interface Sender {
  send(outgoing: Outgoing, signal: AbortSignal): Promise<SentResult>
}
