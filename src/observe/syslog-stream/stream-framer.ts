/** The records of a piece of a stream, a line each. */
export interface FramedMessages {
  readonly lines: readonly Buffer[]
  readonly count: number
}

/** Cuts the bytes of one connection into records. */
export interface StreamFramer {
  /** @returns the records that end in the piece; null when the stream cannot be followed any more */
  push(piece: Buffer): FramedMessages | null
  /** What the stream ended in the middle of. */
  end(): FramedMessages
  /** All that was handed on until now is kept. */
  kept?(): void
}

/** The other end of a connection. */
export interface Peer {
  write(bytes: Uint8Array): unknown
  /** Nothing more is said to it. */
  end(): unknown
}

/**
 * What cuts the bytes of a new connection.
 *
 * @param refuse told of each record that is not as it should be
 * @param peer the other end, where the protocol has answers
 */
export type FramerOf = (refuse: (reason: string) => void, peer: Peer) => StreamFramer
