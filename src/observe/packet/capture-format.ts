import type { PacketBatch } from './packet-batch.ts'

/** What stopped a format's reader. */
export type Stop =
  /** The batch is full. */
  | 'full'
  /** What begins at `position` is not all in the window. */
  | 'more'
  /** Nothing after this can be read. */
  | 'end'

/** The part of a capture that is in memory: [position, length) of `bytes` is unread. */
export interface Window {
  readonly bytes: Uint8Array
  readonly view: DataView
  position: number
  length: number
}

/** Frames the records of one file format: where each packet lies, and when it came. */
export interface CaptureFormat {
  /** Moves `position` over whole records into the batch. Damage goes to `tell`, as a sentence without a full stop. */
  read(window: Window, batch: PacketBatch, tell: (reason: string) => void): Stop
}
