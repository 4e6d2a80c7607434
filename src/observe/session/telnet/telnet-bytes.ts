/** Telnet's commands (RFC 854) stand between the bytes of the text; this takes them out, however the stream is cut. */
export class TelnetBytes {
  #state: 'text' | 'command' | 'option' | 'block' | 'block-command' = 'text'
  /** Of the block being read: its option and what it says, as far as it is wanted. */
  #block: number[] = []
  /** The terminal that was named (RFC 1091), as its side wrote it. */
  terminal: string | undefined
  commands = 0

  /** The bytes of the text; a NUL after CR goes too. */
  text(bytes: Uint8Array): Uint8Array {
    const text = new Uint8Array(bytes.length)
    let length = 0
    for (const byte of bytes) if (this.#isText(byte) && byte !== 0) text[length++] = byte
    return text.subarray(0, length)
  }

  #isText(byte: number): boolean {
    switch (this.#state) {
      case 'text':
        if (byte !== IAC) return true
        this.#state = 'command'
        return false
      case 'command':
        this.#state = byte === SB ? 'block' : byte >= WILL && byte <= DONT ? 'option' : 'text'
        this.commands++
        if (byte === SB) this.#block = []
        return byte === IAC
      case 'option':
        this.#state = 'text'
        return false
      case 'block':
        if (byte === IAC) this.#state = 'block-command'
        else if (this.#block.length < MAX_BLOCK) this.#block.push(byte)
        return false
      case 'block-command':
        this.#state = byte === SE ? 'text' : 'block'
        if (byte === SE) this.#endBlock()
        return false
    }
  }

  #endBlock(): void {
    const [option, what, ...name] = this.#block
    if (option === TERMINAL_TYPE && what === 0) this.terminal ??= String.fromCharCode(...name)
  }
}

const IAC = 255
const DONT = 254
const WILL = 251
const SB = 250
const SE = 240
const TERMINAL_TYPE = 24
const MAX_BLOCK = 64

/** Whether bytes start with a negotiation of options, as servers and clients of Telnet begin. */
export function startsTelnet(bytes: Uint8Array): boolean {
  return bytes.length >= 3 && bytes[0] === IAC && bytes[1]! >= WILL && bytes[1]! <= DONT && bytes[2]! < 64
}
