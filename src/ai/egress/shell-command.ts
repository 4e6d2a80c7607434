import { foldLetters } from '../text/fold-letters.ts'
import { visibleText } from '../text/visible-text.ts'
import { LONGEST_COMMAND, MOST_VARIABLES } from './defaults.ts'

/** A command as a shell would read it. */
export interface PlainCommand {
  readonly text: string
  /** It was written so that a reader sees another word than the shell. */
  readonly isDisguised: boolean
}

/**
 * Undoes what a shell undoes: quoting inside words, `$'…'` escapes, `${IFS}`, backslashes before letters, variables that the command sets itself, text that
 * `echo` and `printf` give to it, wildcards that stand for a well-known file; and letters of other alphabets.
 */
export function plainCommand(command: string): PlainCommand {
  const written = visibleText(command.slice(0, LONGEST_COMMAND)).text
  const text = foldLetters(withVariables(withSubstitutions(written.replaceAll(/\$'((?:[^'\\]|\\.)*)'/g, (_, inner: string) => unescape(inner)))))
    .replaceAll(/\$\{?ifs\}?(?:\$\d)?/g, ' ')
    .replaceAll(/\$\{(?:path|home|pwd|shell|oldpwd)(?::0)?:1\}|\$\{(?:home|path|pwd)%%[^}]{1,20}\}/g, '/')
    .replaceAll(/\\([a-z/])/g, '$1')
    .replaceAll(/\\\n/g, '')
    .replaceAll(/(?<=[\w/])(?:''|"")(?=[\w/])/g, '')
    .replaceAll(/(?<=\w)['"](\w{1,3})['"](?=\w)|(?<=\w)['"](\w{1,3})['"]|['"](\w{1,2})['"](?=\w)/g, '$1$2$3')
    .replaceAll(/\$@|\$\*(?=\w)/g, '')
    .replaceAll(/(?<=[\s<"'=]|^)\/[^\s;&|"'<>]{0,40}[?*[][^\s;&|"'<>]{0,40}/g, standsFor)
  return { text, isDisguised: text !== command.toLowerCase() }
}

function unescape(inner: string): string {
  return inner
    .replaceAll(/\\x([0-9a-f]{1,2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll(/\\([0-7]{1,3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
    .replaceAll(/\\n/g, '\n')
}

/** What `$(echo …)`, with what it is piped through, gives. */
const SUBSTITUTION = /\$\(\s*(echo|printf)\s+((?:-\w+\s+){0,3})(["']?)([^"'`$()|]{1,2000})\3\s*((?:\|\s*[a-z0-9]+(?:\s+-{0,2}[\w-]{1,12}){0,4}\s*){0,3})\)|`\s*(echo|printf)\s+((?:-\w+\s+){0,3})(["']?)([^"'`$()|]{1,2000})\8\s*((?:\|\s*[a-z0-9]+(?:\s+-{0,2}[\w-]{1,12}){0,4}\s*){0,3})`/g

function withSubstitutions(command: string): string {
  return command.replaceAll(SUBSTITUTION, (_, ...[program, options, , words, filters, otherProgram, otherOptions, , otherWords, otherFilters]: (string | undefined)[]) => {
    const escapes = (program ?? otherProgram) === 'printf' || /-\w*e/.test(options ?? otherOptions ?? '')
    const given = (words ?? otherWords ?? '').trim()
    return (filters ?? otherFilters ?? '').split('|').map(filter => filter.trim()).filter(filter => filter !== '').reduce(filtered, escapes ? unescape(given) : given)
  })
}

function filtered(text: string, filter: string): string {
  if (/^rev\b/.test(filter)) return [...text].reverse().join('')
  if (/^base64\s+-{1,2}d/i.test(filter)) return Buffer.from(text, 'base64').toString('utf8')
  if (/^xxd\b.*-\w*r/.test(filter)) return Buffer.from(text.replaceAll(/[^0-9a-f]/gi, ''), 'hex').toString('utf8')
  return text
}

function withVariables(command: string): string {
  const values = new Map<string, string>()
  for (const { 1: name, 3: value } of command.matchAll(/(?:^|[;&|\s])([A-Za-z_]\w{0,40})=(["']?)([^\s;&|'"$`]{1,100})\2(?=[;&\s]|$)/g)) if (values.size < MOST_VARIABLES) values.set(name!, value!)
  return values.size === 0 ? command : command.replaceAll(/\$(?:\{(\w{1,41})\}|(\w{1,41}))/g, (found, braced?: string, bare?: string) => values.get(braced ?? bare ?? '') ?? found)
}

const WELL_KNOWN = [
  '/etc/shadow', '/etc/passwd', '/etc/sudoers', '/bin/cat', '/bin/sh', '/bin/bash', '/bin/rm', '/bin/nc', '/usr/bin/cat', '/usr/bin/curl', '/usr/bin/wget', '/usr/bin/nc', '/usr/bin/python3',
  '/root/.ssh/id_rsa', '/root/.ssh/id_ed25519',
]

/** A wildcard of which letters are left stands for the one file that everybody knows. */
function standsFor(pattern: string): string {
  if (!/\w[^/]*\w[^/]*$/.test(pattern)) return pattern
  const source = pattern.replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`).replaceAll(/\*+/g, '[^/]*').replaceAll('?', '[^/]')
  try {
    const regex = new RegExp(`^${source}$`)
    return WELL_KNOWN.find(each => regex.test(each)) ?? pattern
  } catch {
    return pattern
  }
}
