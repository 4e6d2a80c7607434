/** An error as ClickHouse words it: `Code: 60. DB::Exception: … (UNKNOWN_TABLE)`. */
export class EngineException extends Error {
  override readonly name = 'EngineException'
  readonly code: number
  /** The code's name, such as `UNKNOWN_TABLE`. */
  readonly type: string

  constructor(code: number, type: string, message: string) {
    super(`Code: ${code}. DB::Exception: ${message}. (${type})`)
    this.code = code
    this.type = type
  }
}

/** The engine's exception in whatever was thrown; code 1001 (`STD_EXCEPTION`) for what is no exception of the engine. */
export function engineExceptionOf(thrown: unknown): EngineException {
  if (thrown instanceof EngineException) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  // The engine nests what it wraps: the innermost says what happened.
  const match = /^.*Code: (\d+)\. DB::Exception: (?!Code: \d+\.)([^]*?)\.? \(([A-Z][A-Z0-9_]{2,})\)/s.exec(message)
  if (match === null) return new EngineException(1001, 'STD_EXCEPTION', message)
  const [, code = '', text = '', type = ''] = match
  return new EngineException(Number(code), type, text)
}

/** The HTTP status ClickHouse gives an exception (src/Server/HTTP/exceptionCodeToHTTPStatus.cpp). */
export function httpStatusOf(exception: EngineException): number {
  return HTTP_STATUS.get(exception.code) ?? 500
}

const HTTP_STATUS: ReadonlyMap<number, number> = new Map([
  ...[6, 26, 27, 36, 38, 41, 42, 43, 44, 53, 62, 72, 115, 117, 386, 456, 457].map(code => [code, 400] as const),
  ...[16, 46, 47, 60, 81].map(code => [code, 404] as const),
  ...[516, 497, 164].map(code => [code, 403] as const),
  [48, 501],
  [159, 408],
  [202, 503],
  [243, 507],
  [307, 413],
])
