import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'

/** A record's fields in order, each with its type. */
export type AvroFields = readonly (readonly [name: string, type: 'long' | 'int' | 'string'])[]

const SYNC_BYTES = 16

/**
 * Writes an Avro object container file (Apache Avro 1.11 specification, "Object Container Files") of one flat kind of record, deflated: `head` once, then `block` for each so many
 * records. The same records give the same bytes: the mark between blocks follows from the schema.
 */
export class AvroContainer<Row extends Readonly<Record<string, unknown>>> {
  readonly #fields: AvroFields
  readonly #schema: string
  readonly #sync: Buffer

  constructor(namespace: string, name: string, fields: AvroFields) {
    this.#fields = fields
    this.#schema = JSON.stringify({ type: 'record', namespace, name, fields: fields.map(([field, type]) => ({ name: field, type })) })
    this.#sync = createHash('sha256').update(this.#schema).digest().subarray(0, SYNC_BYTES)
  }

  head(): Buffer {
    const metadata = [['avro.schema', this.#schema], ['avro.codec', 'deflate']] as const
    return Buffer.concat([
      Buffer.from('Obj\x01', 'latin1'), encodeLong(metadata.length), ...metadata.flatMap(([key, value]) => [encodeText(key), encodeText(value)]), encodeLong(0), this.#sync,
    ])
  }

  block(rows: readonly Row[]): Buffer {
    const data = deflateRawSync(Buffer.concat(rows.flatMap(row => this.#fields.map(([name, type]) => {
      const value = row[name]
      return type === 'string' ? encodeText(String(value)) : encodeLong(Number(value))
    }))))
    return Buffer.concat([encodeLong(rows.length), encodeLong(data.length), data, this.#sync])
  }
}

/** Bytes of its length, then of itself. */
function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  return Buffer.concat([encodeLong(bytes.length), bytes])
}

/** Zigzag, then seven bits a byte, the lowest first; `int` and `long` are written alike. Exact for whole numbers up to 2⁵². */
function encodeLong(value: number): Buffer {
  let rest = value >= 0 ? 2 * value : -2 * value - 1
  const bytes: number[] = []
  while (rest >= 128) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Buffer.from(bytes)
}
