/** An answer of SMTP (RFC 5321, section 4.2) or FTP (RFC 959, section 4.2): a code, and the text of its last line. */
export interface Reply {
  readonly code: number
  readonly text: string
}

/** Joins the lines of an answer: all but the last have a hyphen after the code, or none. */
export class ReplyLines {
  #code: string | null = null

  /** The answer that this line ends; null while it goes on, or where the line is none. */
  accept(line: string): Reply | null {
    const found = /^(\d{3})([ -]?)(.*)$/s.exec(line)
    const [, code = '', mark = '', text = ''] = found ?? []
    if (found === null || (this.#code !== null && code !== this.#code)) return null
    if (mark === '-') {
      this.#code = code
      return null
    }
    this.#code = null
    return { code: Number(code), text }
  }
}
