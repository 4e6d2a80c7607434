import { MOST_REFERENCES, SPELLING_LETTERS } from './defaults.ts'

/**
 * Pictures that stand in one place of an answer (`![x][1]`) and whose addresses stand in another (`[1]: https://…`), which may be far away: what was seen of
 * either is remembered while the answer grows.
 */
export class PictureReferences {
  readonly #shown = new Set<string>()
  readonly #hosts = new Map<string, string>()
  readonly #letters = new Map<string, Set<string>>()

  /** A picture shows what the label stands for. */
  show(label: string): void {
    if (this.#shown.size < MOST_REFERENCES) this.#shown.add(plainLabel(label))
  }

  /** The label stands for an address that carries data to a host. */
  define(label: string, host: string): void {
    if (this.#hosts.size < MOST_REFERENCES) this.#hosts.set(plainLabel(label), host)
  }

  /** @returns whether so many pictures of a host were called by a letter each that they spell something */
  spells(host: string, letter: string): boolean {
    const letters = this.#letters.get(host) ?? new Set()
    letters.add(letter.toLowerCase())
    if (this.#letters.size < MOST_REFERENCES || this.#letters.has(host)) this.#letters.set(host, letters)
    return letters.size >= SPELLING_LETTERS
  }

  isShown(label: string): boolean {
    return this.#shown.has(plainLabel(label))
  }

  hostOf(label: string): string | null {
    return this.#hosts.get(plainLabel(label)) ?? null
  }
}

/** As Markdown compares them (CommonMark 0.31.2, 6.3): whatever their case and blanks. */
function plainLabel(label: string): string {
  return label.trim().replaceAll(/\s+/g, ' ').toLowerCase()
}
