import { canonicalText } from './letter-classes.ts'

/**
 * Texts of which every match of a regular expression (RE2 syntax) contains at least one, when letters and dashes stand for all their
 * forms; null when none are known. What is not understood is taken to match anything: fewer texts, never wrong ones.
 */
export function regexLiterals(source: string): readonly string[] | null {
  const reader = new Reader(source)
  try {
    const whole = reader.alternatives(0)
    return reader.atEnd ? literalsOf(whole) : null
  } catch (error) {
    if (error instanceof NotUnderstood) return null
    throw error
  }
}

/** A part of an expression. */
interface Part {
  /** The one text it matches; null when there are several. */
  readonly text: string | null
  /** See {@link regexLiterals}. */
  readonly literals: readonly string[] | null
}

const ANYTHING: Part = { text: null, literals: null }
const NOTHING: Part = { text: '', literals: null }
const MAX_DEPTH = 100

class NotUnderstood extends Error {}

function literalsOf({ text, literals }: Part): readonly string[] | null {
  return text === null ? literals : text === '' ? null : [text]
}

/** Longer texts tell more; of equal ones the shorter list. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b
  const difference = shortest(b) - shortest(a)
  return difference > 0 || (difference === 0 && b.length < a.length) ? b : a
}

function shortest(texts: readonly string[]): number {
  return texts.reduce((least, { length }) => Math.min(least, length), Infinity)
}

class Reader {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  get atEnd(): boolean {
    return this.#at >= this.#source.length
  }

  alternatives(depth: number): Part {
    if (depth > MAX_DEPTH) throw new NotUnderstood()
    const branches = [this.#sequence(depth)]
    while (this.#take('|')) branches.push(this.#sequence(depth))
    if (branches.length === 1) return branches[0]!
    const literals = branches.map(literalsOf)
    return { text: null, literals: literals.every(each => each !== null) ? [...new Set(literals.flat())] : null }
  }

  #sequence(depth: number): Part {
    let best: readonly string[] | null = null
    let run: string | null = ''
    let plain = ''
    while (!this.atEnd && this.#peek() !== '|' && this.#peek() !== ')') {
      const part = this.#repeated(this.#one(depth))
      if (part.text !== null) {
        plain += part.text
        if (run !== null) run += part.text
      } else {
        best = better(best, plain === '' ? null : [plain])
        best = better(best, part.literals)
        plain = ''
        run = null
      }
    }
    return run !== null ? { text: run, literals: null } : { text: null, literals: better(best, plain === '' ? null : [plain]) }
  }

  #one(depth: number): Part {
    const character = this.#source[this.#at++]!
    switch (character) {
      case '(':
        return this.#group(depth)
      case '[':
        return this.#class()
      case '\\':
        return this.#escape()
      case '.':
        return ANYTHING
      case '^':
      case '$':
        return NOTHING
      case '*':
      case '+':
      case '?':
        throw new NotUnderstood()
      default:
        return characterPart(character)
    }
  }

  #group(depth: number): Part {
    const opening = this.#match(/\?(?:P?<\w+>|[imsU-]*[:)])/y)
    if (opening === null && this.#peek() === '?') throw new NotUnderstood()
    if (opening?.endsWith(')')) return NOTHING
    const inner = this.alternatives(depth + 1)
    if (!this.#take(')')) throw new NotUnderstood()
    return inner
  }

  /** A class whose members are one letter in its forms is that letter. */
  #class(): Part {
    const negated = this.#take('^')
    const members: string[] = []
    let several = negated
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.atEnd) throw new NotUnderstood()
      if (this.#match(/\[:\^?\w+:\]/y) !== null) several = true
      else if (this.#take('\\')) {
        const { text } = this.#escape()
        if (text === null || text === '') several = true
        else members.push(text)
      } else members.push(this.#source[this.#at++]!)
      if (this.#peek() === '-' && this.#source[this.#at + 1] !== ']') several = true
    }
    this.#at++
    const forms = new Set(members.map(member => canonicalText(member).join()))
    return !several && forms.size === 1 ? characterPart(members[0]!) : ANYTHING
  }

  #escape(): Part {
    const hexadecimal = this.#match(/x(?:[0-9a-fA-F]{2}|\{[0-9a-fA-F]{1,6}\})/y)
    if (hexadecimal !== null) return characterPart(characterOf(Number.parseInt(hexadecimal.replace(/[x{}]/g, ''), 16)))
    if (this.#match(/[pP](?:\{\^?\w+\}|[A-Z])/y) !== null || this.#match(/[dDsSwW]/y) !== null) return ANYTHING
    if (this.#match(/[bBAz]/y) !== null) return NOTHING
    const control = this.#match(/[nrtfva]/y)
    if (control !== null) return characterPart(CONTROLS[control]!)
    const punctuation = this.#match(/[!-/:-@[-`{-~ ]/y)
    if (punctuation === null) throw new NotUnderstood()
    return characterPart(punctuation)
  }

  #repeated(part: Part): Part {
    let repeated = part
    for (;;) {
      const times = this.#match(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y)
      if (times === null) return repeated
      repeated = /^[*?]|^\{0+[,}]/.test(times) ? ANYTHING : { text: null, literals: literalsOf(repeated) }
    }
  }

  #peek(): string | undefined {
    return this.#source[this.#at]
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false
    this.#at++
    return true
  }

  /** @param expression sticky */
  #match(expression: RegExp): string | null {
    expression.lastIndex = this.#at
    const [found] = expression.exec(this.#source) ?? []
    if (found === undefined) return null
    this.#at += found.length
    return found
  }
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', a: '\x07' }

/** Letters beyond ASCII have forms of their own in regular expressions: they are taken to match anything. */
function characterPart(character: string): Part {
  return character.length === 1 && character.charCodeAt(0) < 0x80 ? { text: character, literals: null } : ANYTHING
}

function characterOf(code: number): string {
  return code > 0x10ffff ? '' : String.fromCodePoint(code)
}
