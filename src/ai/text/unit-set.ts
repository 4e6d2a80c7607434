/** Whether a UTF-16 unit by itself is of a kind, asked of an expression once and remembered: an expression for each unit of a text takes most of the time. */
export class UnitSet {
  readonly #kind: RegExp
  /** 0 not asked yet, 1 no, 2 yes. */
  readonly #known = new Uint8Array(2 ** 16)

  constructor(kind: RegExp) {
    this.#kind = kind
  }

  has(unit: number): boolean {
    const known = this.#known[unit]!
    if (known !== 0) return known === 2
    const is = this.#kind.test(String.fromCharCode(unit))
    this.#known[unit] = is ? 2 : 1
    return is
  }
}
