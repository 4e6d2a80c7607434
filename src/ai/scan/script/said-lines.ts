import { LONGEST_SCRIPT_LINE } from '../defaults.ts'

/** A line of a script as it is run: without comments, and without words that are only shown. */
export interface SaidLine {
  /** Where it begins, from 1. */
  readonly line: number
  readonly text: string
  readonly isShell: boolean
}

interface Continued {
  readonly line: number
  readonly text: string
}

/** Characters that two pieces of a long line share. */
const SHARED = 500
const SHELL_FILE = /\.(?:sh|bash|zsh|ksh|fish|ps1|psm1|bat|cmd)$/i
const SHELL_HEAD = /^#!.*\b(?:ba|z|da|k)?sh\b/
const COMMENT = /^\s*(?:#(?!!)|\/\/|::|rem\s)/i
/** What is written for people. */
const SHOWN = /(?<=\b(?:print|console\.(?:log|error|warn|info)|log(?:ger|ging)?\.\w{1,10}|sys\.exit|sys\.std(?:err|out)\.write|Write-(?:Host|Output)|Error|\w{1,30}Exception)\(\s{0,20})[fru]?(?:"[^"\n\\]{0,1000}"|'[^'\n\\]{0,1000}')|(?<=\b(?:help|description|epilog|usage)\s?=\s?)[fru]?(?:"[^"\n\\]{0,1000}"|'[^'\n\\]{0,1000}')/g
const SHOWN_TEXT = /^\s*cat\s+<<-?\s*["']?(\w{1,40})["']?\s*$/
const DOC_TEXT = /^\s*[rRuU]?("""|''')/

/** The lines of a script. What is continued on the next line is one; a long one is several that overlap. */
export function saidLines(path: string, text: string): SaidLine[] {
  const isShell = SHELL_FILE.test(path) || SHELL_HEAD.test(text)
  const said: SaidLine[] = []
  const lines = text.split(/\r?\n/)
  let closing: string | null = null
  let open: Continued | null = null
  for (const [index, written] of lines.entries()) {
    let line = written
    if (closing !== null) {
      const end: number = isShell ? (line.trim() === closing ? line.length : -1) : line.indexOf(closing)
      if (end < 0) continue
      line = isShell ? '' : line.slice(end + closing.length)
      closing = null
    }
    if (open === null) {
      closing = opensText(line, isShell)
      if (closing !== null) continue
    }
    if (!isShell) line = line.replaceAll(/\/\*.{0,4000}?\*\//g, ' ').replaceAll(SHOWN, "''")
    if (COMMENT.test(line) || line.trim() === '') continue
    const whole: Continued = open === null ? { line: index + 1, text: line } : { line: open.line, text: `${open.text} ${line.trim()}` }
    const isContinued = /(?:\\|\||&&)\s*$/.test(line) && whole.text.length < LONGEST_SCRIPT_LINE && index < lines.length - 1
    if (!isContinued) said.push(...inPieces(whole, isShell))
    open = isContinued ? { line: whole.line, text: whole.text.replace(/\\\s*$/, '') } : null
  }
  return open === null ? said : [...said, ...inPieces(open, isShell)]
}

/** By what a text ends that begins on this line and is not run: a comment of several lines, words about the code, help that is shown. */
function opensText(line: string, isShell: boolean): string | null {
  if (isShell) return SHOWN_TEXT.exec(line)?.[1] ?? null
  if (/^\s*\/\*/.test(line)) return line.includes('*/') ? null : '*/'
  const quote = DOC_TEXT.exec(line)?.[1]
  return quote === undefined || line.indexOf(quote, line.indexOf(quote) + 3) >= 0 ? null : quote
}

function inPieces({ line, text }: Continued, isShell: boolean): SaidLine[] {
  if (text.length <= LONGEST_SCRIPT_LINE) return [{ line, text, isShell }]
  const pieces: SaidLine[] = []
  for (let at = 0; at < text.length; at += LONGEST_SCRIPT_LINE - SHARED) pieces.push({ line, text: text.slice(at, at + LONGEST_SCRIPT_LINE), isShell })
  return pieces
}
