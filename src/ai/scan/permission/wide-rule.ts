import { shortened } from '../../judge/shown.ts'
import { widePattern, widePrefix, withoutWildcard } from './wide-command.ts'
import { EVERYTHING } from './wide-permission.ts'
import type { WidePermission } from './wide-permission.ts'

const RULE = /^([^()]{1,200})(?:\(([^]*)\))?$/
/** As agents call what runs commands: Claude Code, Cursor, Gemini CLI, Kiro and Amazon Q, Crush, Continue, Goose. */
const COMMAND_TOOL = /^(?:bash|powershell|shell|terminal|shelltool|run_?shell_?command|run_?terminal_?(?:cmd|command)|execute_?bash|execute_?command|run_?command|developer__shell)$/
/** Those whose rule names what a command begins with, wildcard or not. */
const BY_PREFIX = /^(?:shell|shelltool|run_?shell_?command)$/
const ANY_TOOL = /^(?:\*+|all|mcp__\*|@\*|mcp)$/
const FETCH_TOOL = /^(?:webfetch|web_?fetch|webfetchtool|fetch)$/
const WRITE_TOOL = /^(?:write|edit|multiedit|notebookedit|write_?file|fs_?write|replace|apply_?patch)$/
const WHOLE = /^(?:|\*+|:\*|\*:\*|domain:\*|\*\*\/\*)$/
/** Paths from the root (`//` in Claude Code), of the home folder, or of all drives. */
const WIDE_PATH = /^(?:\/\/\*{0,2}|\/\/?(?:home|Users|root|etc)\/?\*{0,2}|~\/?\*{0,2}|~\/\*\*\/\*|\$HOME\/?\*{0,2}|[A-Za-z]:[\\/]\*{0,2})$/
const SECRET_PATH = /\.ssh\b|\.aws\b|\.gnupg\b|\.netrc\b|\.kube\b|\.git-credentials\b|\/etc\/shadow\b|\.docker\/config/

/** What a rule of permissions gives without a question, as agents write it: `Bash(curl:*)`, `WebFetch`, `Read(~/**)`; null for what is bound: `Bash(npm test)`. */
export function wideRule(rule: string): WidePermission | null {
  const [, name = '', written] = RULE.exec(rule.trim()) ?? []
  const tool = name.trim().toLowerCase()
  const bound = (written ?? '').trim()
  const isWhole = WHOLE.test(bound)
  if (ANY_TOOL.test(tool)) return isWhole ? EVERYTHING : null
  if (COMMAND_TOOL.test(tool)) return isWhole ? widePrefix('') : gravest(bound.split(/,\s*(?=\w)/).map(BY_PREFIX.test(tool) ? each => widePrefix(withoutWildcard(each)) : widePattern))
  if (FETCH_TOOL.test(tool)) return isWhole ? medium(`nobody is asked before any address is fetched (${shortened(rule)}): what was read can be sent there`, `任意のアドレスへ確認なしにアクセスでき（${shortened(rule)}）、読み取った内容を送り出せる`) : null
  if (WRITE_TOOL.test(tool)) return isWhole || WIDE_PATH.test(bound) ? medium(`nobody is asked before any file is written (${shortened(rule)}), also one that starts programs`, `任意のファイルへ確認なしに書き込める（${shortened(rule)}）。自動起動の設定も含まれる`) : null
  if (/^read(?:_?file)?$/.test(tool) && SECRET_PATH.test(bound)) return { severity: 'high', reason: { en: `nobody is asked before secrets are read (${shortened(rule)})`, ja: `秘密を含むファイルを確認なしに読める（${shortened(rule)}）` } }
  return /^read(?:_?file)?$/.test(tool) && WIDE_PATH.test(bound) ? medium(`nobody is asked before any file is read (${shortened(rule)}), also those that hold secrets`, `任意のファイルを確認なしに読める（${shortened(rule)}）。秘密を含むファイルも含まれる`) : null
}

/** Names of tools that run commands, delete, or send: a server that is told to run them unasked. */
const GRAVE_TOOL = /^(?:\w+__)?(?:(?:execute|run|exec|eval)_?(?:command|shell|bash|code|script|sql|query|terminal)?|(?:bash|shell|terminal)(?:_\w+)?|(?:delete|drop|remove|destroy|truncate)_\w+|(?:send|post)_(?:e?mail|message|payment)\w*|merge_pull_request|push_files|write_file|transfer_\w+)$/i

/** The same for a list of the tools of one server. */
export function wideTool(name: string): WidePermission | null {
  if (ANY_TOOL.test(name.trim())) return EVERYTHING
  return GRAVE_TOOL.test(name.trim()) ? medium(`nobody is asked before ${shortened(name)}`, `${shortened(name)} が確認なしに実行される`) : null
}

function gravest(found: readonly (WidePermission | null)[]): WidePermission | null {
  return found.find(each => each?.severity === 'high') ?? found.find(each => each !== null) ?? null
}

function medium(en: string, ja: string): WidePermission {
  return { severity: 'medium', reason: { en, ja } }
}
