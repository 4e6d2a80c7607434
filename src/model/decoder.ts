import type { EventBatch } from './event-batch.ts'

/** Character encodings that text evidence comes in; named as `TextDecoder` names them. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'shift_jis' | 'euc-jp' | 'iso-2022-jp'

/** How an evidence is to be read; recorded with it at first sight, because the result depends on it. */
export interface DecodeSettings {
  /** Microseconds: the date from which a missing year is inferred. */
  readonly date: number
  /** Found over the whole content by the pass that hashes. Formats that are not text ignore it. */
  readonly encoding: TextEncoding
  /** Also read what was deleted (slack space of EVTX chunks); such events are flagged. */
  readonly recover: boolean
}

/** How a source says that all it brings is to be read. */
export interface ReadAs {
  /** Of local times that do not say theirs. */
  readonly zone?: string | undefined
  /** What it is taken for, whatever it looks like. */
  readonly dataset?: string | undefined
}

/** The content of one file or archive member, decompressed. */
export interface EvidenceFile {
  /** Hex SHA-256 of the decompressed content: the evidence's identity. */
  readonly sha256: string
  /** Decompressed size in bytes. */
  readonly bytes: number
  /** The first bytes, at most {@link HEAD_BYTES}. */
  readonly head: Uint8Array
  readonly settings: DecodeSettings
  /** Of what a source brought whole: what is said of the source. */
  readonly readAs?: ReadAs | undefined
  /** The bytes [from, to) in order, as blocks of any size. The consumer must not keep a block: it may be reused. */
  read(from: number, to: number): AsyncIterable<Uint8Array>
}

export const HEAD_BYTES = 65_536

/** A piece of an evidence that can be decoded on its own. */
export interface Chunk {
  readonly number: number
  /** Bytes [from, to) of the decompressed evidence. */
  readonly from: number
  readonly to: number
  /** The index of its first record in the evidence. */
  readonly firstRecord: number
  /** What the decoder must know from earlier bytes (a header line, say); opaque to everyone else. */
  readonly context?: string
}

/** Fed every block of an evidence, in order, by the pass that hashes; answers where it may be cut. */
export interface Planner {
  push(block: Uint8Array): void
  /** The chunks: without gaps or overlap, by content only, each at most {@link CHUNK_BYTES} unless one record is larger. */
  end(): readonly Chunk[]
}

export const CHUNK_BYTES = 64 * 1024 * 1024
export const CHUNK_RECORDS = 1_000_000

/** Something that could not be read, and where. Bad input is a value, never an exception. */
export interface DecodeError {
  /** Byte offset in the decompressed evidence. */
  readonly offset: number
  /** What is wrong, in one English sentence without a full stop. */
  readonly reason: string
}

export interface DecodeReport {
  error(error: DecodeError): void
}

/** Evidence → events. Runs in workers; holds no state between calls. */
export interface Decoder {
  /** The format's name in reports: `evtx`, `json`, `syslog`. */
  readonly format: string
  /**
   * True when the content is this decoder's. `head` is the first {@link HEAD_BYTES} bytes, transcoded to UTF-8 for text;
   * decoders are asked in the order of the list, the most particular first. The path is a hint only.
   */
  recognises(head: Uint8Array, path: string): boolean
  planner(settings: Pick<DecodeSettings, 'encoding'>): Planner
  /** Everything readable of one chunk; what is not goes to `report`. Never throws for content. */
  decode(file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<EventBatch>
}
