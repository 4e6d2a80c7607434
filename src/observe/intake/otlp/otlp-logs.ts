import type { RecordLines } from '../record-lines.ts'

/** What an export of logs brings (OTLP specification 1.x, OTLP/HTTP; opentelemetry-proto logs/v1). */
export interface OtlpLogs {
  readonly lines: RecordLines
  /** Records that are not taken, and why the first is not; the rest is. */
  readonly rejected: number
  readonly reason: string
}

/** The request as a whole is not what it says to be; nothing of it is taken. */
export interface OtlpRefusal {
  readonly refusal: string
}

/**
 * One log record as it is kept: a JSON object with the names of OTLP's JSON form, attributes as members of an object, resource and scope beside
 * it. All values are JSON texts; absent ones are left out.
 */
export function otlpRecord(parts: Readonly<Record<string, string | undefined>>): string {
  const members = Object.entries(parts).flatMap(([name, text]) => text === undefined || text === '{}' ? [] : [`"${name}":${text}`])
  return `{${members.join(',')}}`
}

/** A double as JSON; what JSON cannot say is a text, as in protobuf's JSON form. */
export function doubleText(value: number): string {
  return Number.isFinite(value) ? String(value) : `"${Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'}"`
}

/** Members of an object from their names and JSON texts. */
export function objectText(members: readonly (readonly [name: string, text: string])[]): string {
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`
}

/** A value is nested deeper than is read. */
export class TooDeep extends Error {
  override readonly name = 'TooDeep'
}
