/** Values of a statement, bound by name: nothing a person or an event wrote is ever part of the SQL. */
export class SqlParameters {
  readonly values: Record<string, string | number | readonly string[] | readonly number[]> = {}
  #count = 0

  /** The place that stands for the text. */
  text(value: string): string {
    return this.#add('String', value)
  }

  texts(values: readonly string[]): string {
    return this.#add('Array(String)', values)
  }

  number(value: number): string {
    return this.#add('Float64', Object.is(value, -0) ? 0 : value)
  }

  /** A whole number from 0 to 2⁵³. */
  integer(value: number): string {
    return this.#add('UInt64', value)
  }

  /** Whole numbers from 0 to 2⁵³. */
  integers(values: readonly number[]): string {
    return this.#add('Array(UInt64)', values)
  }

  #add(type: string, value: string | number | readonly string[] | readonly number[]): string {
    const name = `p${this.#count++}`
    this.values[name] = value
    return `{${name}:${type}}`
  }
}
