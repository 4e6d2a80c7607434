import type { Writable } from 'node:stream'

/** What is worth knowing about one happening, beside its name; data, never prose. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** `debug` is written where the environment variable `NOROSHI_DEBUG` is set. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** A structured log: one JSON object a line. */
export type Log = (level: LogLevel, happening: string, fields?: LogFields) => void

/** Writes lines to a stream; a text longer than {@link MOST_TEXT} is cut, and a line cannot be forged by what it quotes. */
export function logTo(stream: Writable, now: () => number = Date.now): Log {
  return (level, happening, fields = {}) => {
    if (level === 'debug' && process.env['NOROSHI_DEBUG'] === undefined) return
    const cut = Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' && value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}…` : value])
    stream.write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, happening, ...Object.fromEntries(cut) })}\n`)
  }
}

/** UTF-16 units of one text in a line. */
const MOST_TEXT = 2_000
