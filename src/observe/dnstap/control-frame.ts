import { CONTENT_TYPES } from './defaults.ts'

/** What both ends of a Frame Stream say beside data; `accept` and `finish` come back where both speak. */
export type ControlKind = 'accept' | 'start' | 'stop' | 'ready' | 'finish'

export interface ControlFrame {
  readonly kind: ControlKind
  /** What the frames hold; none given: anything. */
  readonly contentTypes: readonly string[]
}

/** The content type of dnstap. */
export const DNSTAP = 'protobuf:dnstap.Dnstap'

/** Numbers of Frame Streams (libfstrm, fstrm_control_type). */
const KINDS: readonly (ControlKind | undefined)[] = [undefined, 'accept', 'start', 'stop', 'ready', 'finish']
const CONTENT_TYPE_FIELD = 1

/** Null when it is none that is known, or its fields go beyond its end. @param content without what stands before a control frame */
export function readControl(content: Buffer): ControlFrame | null {
  const kind = content.length < 4 ? undefined : KINDS[content.readUInt32BE(0)]
  if (kind === undefined) return null
  const contentTypes: string[] = []
  for (let at = 4; at < content.length;) {
    if (content.length - at < 8 || contentTypes.length === CONTENT_TYPES) return null
    const field = content.readUInt32BE(at)
    const length = content.readUInt32BE(at + 4)
    if (field !== CONTENT_TYPE_FIELD || length > content.length - at - 8) return null
    contentTypes.push(content.toString('latin1', at + 8, at + 8 + length))
    at += 8 + length
  }
  return { kind, contentTypes }
}

/** With what stands before it. */
export function controlBytes(kind: ControlKind, contentType?: string): Buffer {
  const type = Buffer.from(contentType ?? '', 'latin1')
  const field = contentType === undefined ? Buffer.alloc(0) : Buffer.concat([words(CONTENT_TYPE_FIELD, type.length), type])
  return Buffer.concat([words(0, 4 + field.length, KINDS.indexOf(kind)), field])
}

/** Whether frames of dnstap are meant, among others or where nothing is said. */
export function offersDnstap({ contentTypes }: ControlFrame): boolean {
  return contentTypes.length === 0 || contentTypes.includes(DNSTAP)
}

function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length)
  for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number, 4 * index)
  return bytes
}
