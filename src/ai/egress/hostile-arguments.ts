/** Arguments that no honest use of a tool has: they break out of what the tool is for. */
export interface HostileArgument {
  readonly id: string
  readonly en: string
  readonly ja: string
}

export interface ArgumentRule extends HostileArgument {
  /** Of the tool's name. */
  readonly tool: RegExp
  readonly pattern: RegExp
}

const ANY_TOOL = /^/
/** Words of a value that is given to a tool: longer ones are texts that may speak of such values. */
const LONGEST_VALUE_WORDS = 12

const VALUE_RULES: readonly ArgumentRule[] = [
  rule('traverse-path', 'a path climbs out of its folder to a system’s file', 'パスがフォルダーの外のシステムファイルをたどっている', ANY_TOOL, String.raw`(?<![.\\/])(?:\.{2,4}[\\/]{1,4}){2,40}[\w.\\/-]{0,80}(?:etc|root|home|proc|windows|boot|var|usr|users)\b`),
  rule('lookup-expression', 'a value makes a logger fetch code', '値がロガーにコードを取得させる', ANY_TOOL, String.raw`\$\{(?:[^}]{0,40}:)?j[^}]{0,30}n[^}]{0,30}d[^}]{0,30}i[^}]{0,30}:[^}]{0,30}(?:l|r|d|i|n)\S{0,30}:/{0,2}[\w.-]`),
  rule('external-entity', 'a document has files read by its entities', '文書の実体参照でファイルを読ませる', ANY_TOOL, String.raw`<!entity\s.{0,60}(?:system|public)\s`),
  rule('template-expression', 'a value breaks out of a template', '値がテンプレートの外へ抜け出す', ANY_TOOL, String.raw`__(?:globals|builtins|subclasses|class|mro|import|init)__|\{\{.{0,80}(?:popen|os\.system|constructor\.constructor|getclass\(\))|\$\{.{0,40}(?:getruntime\(\)|processbuilder|t\(java)|<%=.{0,40}(?:system|exec|\x60)`),
]
/** Of a query, by what it reads or destroys. */
export const SQL_RULE = rule('hostile-query', 'a query reads or destroys what it should not', 'クエリが読んではならないものを読むか破壊する', /sql|query|quer|db|database|postgres|mysql|sqlite|mongo|bigquery|snowflake/i,
  String.raw`\bunion\s+(?:all\s+)?select\b.{0,120}(?:passw|secret|token|card|ssn|hash|information_schema|sqlite_master|null)|;\s*(?:drop|truncate|alter|grant|shutdown|exec)\b|\b(?:drop|truncate)\s+(?:table|database|schema)\s+(?!if\s+exists\s+(?:tmp|temp|staging)_)|xp_cmdshell|into\s+(?:out|dump)file|load_file\s*\(|pg_read_file|\bcopy\s.{1,100}\bto\s+program\b|\bor\s+(?:1\s*=\s*1|'1'\s*=\s*'1)|pg_sleep\s*\(|\bsleep\s*\(\s*\d|benchmark\s*\(|waitfor\s+delay|\bdelete\s+from\s+[\w.]+\s*;?\s*$|\bgrant\s+all\b|\bselect\b.{0,120}\bfrom\s+(?:pg_shadow|mysql\.user|pg_authid|sys\.sql_logins)|"?\$where"?\s*:`)
const RULES = [...VALUE_RULES, SQL_RULE]

const WRITES = /write|create|save|put|append|edit|add|set|upload|modify|patch|insert/i
const STARTUP_PLACE = /\/cron(?:tabs?)?(?:\/|\.|$)|crontab|\/etc\/(?:systemd|init\.d|rc\.local|profile|ld\.so\.preload)|launch(?:agents|daemons)|currentversion\\run|autostart|startup\\/i
const SHELL_START = /\.(?:bashrc|zshrc|bash_profile|profile|zprofile|zshenv)$|\.git\/hooks\/|\.vscode\/(?:tasks|settings)\.json$|\.cursor\/(?:mcp\.json|rules)|\.claude\/settings/im
const RUNS_FETCHED = /\b(?:curl|wget|nc|iwr|invoke-webrequest)\b|\/dev\/tcp|base64\s+-d|\bchmod\s+\+x\s+\/tmp|\beval\b|python3?\s+-c|bash\s+-i/i
const ALWAYS_CLOSED = /authorized_keys|\/etc\/(?:passwd|shadow|sudoers|ld\.so\.preload)|\.ssh\/(?:config|rc)$/im

/** The first argument of a call that is hostile by itself. `texts` are `name: value`. */
export function hostileArgument(tool: string, texts: readonly string[]): HostileArgument | null {
  const values = texts.map(text => text.replace(/^[^\s:]{1,60}: (?=\S)/, ''))
  for (const each of RULES) {
    if (!each.tool.test(tool)) continue
    if (values.some(value => (each === SQL_RULE || value.split(/\s+/, LONGEST_VALUE_WORDS + 1).length <= LONGEST_VALUE_WORDS) && each.pattern.test(value))) return each
  }
  if (!WRITES.test(tool)) return null
  const place = values.find(value => !/\s/.test(value) && (STARTUP_PLACE.test(value) || SHELL_START.test(value) || ALWAYS_CLOSED.test(value)))
  if (place === undefined) return null
  return ALWAYS_CLOSED.test(place) || values.some(value => value !== place && RUNS_FETCHED.test(value)) ? STARTS_AGAIN : null
}

const STARTS_AGAIN: HostileArgument = { id: 'startup-file', en: 'it writes into a file that opens or starts the machine', ja: '起動や認証に関わるファイルへ書き込む' }

function rule(id: string, en: string, ja: string, tool: RegExp, pattern: string): ArgumentRule {
  return { id, en, ja, tool, pattern: new RegExp(pattern, 'is') }
}
