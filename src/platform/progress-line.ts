import type { Writable } from 'node:stream'

/** Where progress is shown: `process.stderr`, say. */
export type ProgressStream = Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined }

/** One line on a terminal that is rewritten in place; silent where the stream is not a terminal. */
export class ProgressLine {
  readonly #stream: ProgressStream
  #shown = false
  #last = 0

  constructor(stream: ProgressStream) {
    this.#stream = stream
  }

  /** Shows a line; more often than ten times a second is dropped. */
  show(line: () => string): void {
    const now = performance.now()
    if (!this.#stream.isTTY || now - this.#last < 100) return
    this.#last = now
    this.#shown = true
    // A terminal that does not know its width says 0.
    this.#stream.write(`\r\x1b[K${line().slice(0, Math.max(20, (this.#stream.columns || 80) - 1))}`)
  }

  clear(): void {
    if (this.#shown) this.#stream.write('\r\x1b[K')
    this.#shown = false
  }
}

/** `12.3 MB`; decimal units. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`
}

/** `1:05` or `2:03:09`, from seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  const rest = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}
