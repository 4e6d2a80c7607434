/** The forms of OTLP over HTTP. */
export type OtlpForm = 'protobuf' | 'json'

/** `application/x-protobuf` or `application/json`; null for anything else. */
export function otlpForm(contentType: string | undefined): OtlpForm | null {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  return type === 'application/x-protobuf' || type === 'application/protobuf' ? 'protobuf' : type === 'application/json' ? 'json' : null
}

export const OTLP_TYPES: Readonly<Record<OtlpForm, string>> = { protobuf: 'application/x-protobuf', json: 'application/json' }

/** An ExportLogsServiceResponse; without rejected records it is empty. */
export function otlpSuccess(form: OtlpForm, rejected: number, reason: string): Buffer {
  if (rejected === 0) return form === 'json' ? Buffer.from('{}') : Buffer.alloc(0)
  if (form === 'json') return Buffer.from(JSON.stringify({ partialSuccess: { rejectedLogRecords: String(rejected), errorMessage: reason } }))
  return field(1, Buffer.concat([Uint8Array.of(0x08), varint(rejected), field(2, Buffer.from(reason))]))
}

/** A google.rpc.Status, the body of every failure (OTLP specification, OTLP/HTTP Response). @param code of gRPC */
export function otlpFailure(form: OtlpForm, code: number, message: string): Buffer {
  if (form === 'json') return Buffer.from(JSON.stringify({ code, message }))
  return Buffer.concat([Uint8Array.of(0x08), varint(code), field(2, Buffer.from(message))])
}

/** A length-delimited field. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Uint8Array.of(number << 3 | 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push(rest % 0x80 | 0x80)
  return Buffer.from([...bytes, rest])
}
