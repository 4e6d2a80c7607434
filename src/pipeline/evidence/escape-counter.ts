const ESCAPE = 0x1b

/** Counts the escape sequences that switch ISO-2022-JP to Japanese (RFC 1468), across block borders. Terminal colours are none. */
export class EscapeCounter {
  /** `ESC $ @`, `ESC $ B` and `ESC ( I`. */
  designations = 0
  /** Bytes of a sequence that the last block ended in. */
  #open: number[] = []

  push(block: Uint8Array): void {
    let at = 0
    while (this.#open.length > 0 && at < block.length) this.#continue(block[at++]!)
    if (this.#open.length > 0) return
    for (at = block.indexOf(ESCAPE, at); at >= 0; at = block.indexOf(ESCAPE, at + 1)) {
      if (at + 2 >= block.length) {
        this.#open = [...block.subarray(at)]
        return
      }
      if (designates(block[at + 1]!, block[at + 2]!)) this.designations++
    }
  }

  #continue(byte: number): void {
    if (byte === ESCAPE) this.#open = [ESCAPE]
    else this.#open.push(byte)
    if (this.#open.length < 3) return
    if (designates(this.#open[1]!, this.#open[2]!)) this.designations++
    this.#open = []
  }
}

function designates(second: number, third: number): boolean {
  return second === 0x24 ? third === 0x40 || third === 0x42 : second === 0x28 && third === 0x49
}
