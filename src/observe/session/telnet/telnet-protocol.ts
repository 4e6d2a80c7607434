import { MAX_LINE_BYTES } from '../defaults.ts'
import type { Flow, Side } from '../flow.ts'
import { sessionEvent } from '../session-event.ts'
import type { Progress, SessionContext, StreamProtocol } from '../stream-protocol.ts'
import { TelnetBytes } from './telnet-bytes.ts'

/** Prompts at the end of what a server has written, and what it says of a login; implementations differ. */
const USER_PROMPT = /(?:login|user ?name|user|account)\s*:\s*$/i
const PASSWORD_PROMPT = /(?:password|passwd|passcode)\s*:\s*$/i
const REFUSED = /incorrect|failed|failure|denied|invalid|bad password|refused/i
const SHELL_PROMPT = /[$#>%]\s*$/

/** Characters of a server's text in which a prompt is looked for. */
const PROMPT_LENGTH = 512

/**
 * Telnet → an event `telnet` for each login tried. Zeek has no such log; the fields are its words: `user`, `success`. Passwords are not told.
 */
export class TelnetProtocol implements StreamProtocol {
  readonly service = 'telnet'
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #sides = [new TelnetBytes(), new TelnetBytes()] as const
  #expects: 'nothing' | 'user' | 'password' | 'result' = 'nothing'
  #shown = ''
  #typed = ''
  #user: string | undefined
  #time = Number.NaN
  #attempts = 0
  #told = false

  constructor(flow: Flow, context: SessionContext) {
    this.#flow = flow
    this.#context = context
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    if (Number.isNaN(this.#time)) this.#time = time
    const text = Buffer.from(this.#sides[side].text(bytes)).toString('latin1')
    if (side === this.#flow.originator) this.#typedText(text, time)
    else this.#shownText(text)
    return 'goes-on'
  }

  /** What is missing of a session does not hide the next prompt. */
  gap(side: Side): Progress {
    if (side === this.#flow.originator) this.#typed = ''
    else this.#shown = ''
    return 'goes-on'
  }

  end(): void {
    if (!this.#told || this.#expects === 'result' || (this.#expects === 'password' && this.#user !== undefined)) this.#tell(undefined)
  }

  #shownText(text: string): void {
    this.#shown = (this.#shown + text).slice(-PROMPT_LENGTH)
    if (this.#expects === 'result') {
      if (REFUSED.test(this.#shown)) this.#tell(false)
      else if (!PASSWORD_PROMPT.test(this.#shown) && SHELL_PROMPT.test(this.#shown)) this.#tell(true)
      else if (USER_PROMPT.test(this.#shown)) this.#tell(false)
    }
    if (PASSWORD_PROMPT.test(this.#shown)) this.#expect('password')
    else if (USER_PROMPT.test(this.#shown)) this.#expect('user')
  }

  #expect(what: 'user' | 'password'): void {
    this.#expects = what
    this.#typed = ''
    this.#shown = ''
  }

  #typedText(text: string, time: number): void {
    if (this.#expects !== 'user' && this.#expects !== 'password') return
    this.#typed = (this.#typed + text).slice(0, MAX_LINE_BYTES)
    const end = /[\r\n]/.exec(this.#typed)?.index
    if (end === undefined) return
    if (this.#expects === 'user') {
      this.#user = erased(this.#typed.slice(0, end))
      this.#time = time
      this.#expects = 'nothing'
    } else this.#expects = 'result'
    this.#shown = ''
    this.#typed = ''
  }

  #tell(success: boolean | undefined): void {
    this.#told = true
    this.#context.emit(sessionEvent(this.#flow, 'telnet', this.#time, {
      trans_depth: ++this.#attempts,
      user: this.#user,
      success,
      terminal: this.#sides[this.#flow.originator].terminal,
    }))
    this.#user = undefined
    this.#expects = 'nothing'
  }
}

/** What remains of a line when its backspaces are done. */
function erased(line: string): string {
  let text = ''
  for (const letter of line) text = letter === '\b' || letter === '\x7f' ? text.slice(0, -1) : text + letter
  return text
}
