/** Words that stand for a secret in documentation and templates. */
const WORDS = /^(?:your|my|the|some|change|replace|insert|enter|put|example|sample|dummy|fake|placeholder|redacted|hidden|masked|none|null|undefined|true|false|todo|tbd|xxx|password|passwd|secret|token)(?:[-_. ]?(?:me|here|your|api|key|keys|secret|token|password|pass|this|value|with|goes|it|in|prod|production|access|client|strong|own))*\d{0,3}[!.…]*$/i
/** Code that reads the value from elsewhere: members, calls, substitutions. */
const CODE = /^(?:process\.|os\.|env[.[(]|getenv|import\.meta|config[.[]|settings[.[]|secrets[.[]|vars?\.|self\.|this\.|req(?:uest)?\.|args\.|options\.|data\.|params\.|\$|%\w+%|\{\{|<|\[|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\(|[A-Za-z_]+(?:\.[A-Za-z_]+)+$)/
const FILLED = /^(.)\1{3,}$|x{4,}|\*{3,}|•{3,}|\.{3,}|…|\[redacted\]|^0+$|^1234/i

/** Characters that are looked at: what is longer stands for nothing, and expressions take too long for it, or fail. */
const LONGEST = 1_000

/** Whether what stands in the place of a secret only shows where one would stand. */
export function isPlaceholder(value: string): boolean {
  const head = value.slice(0, LONGEST)
  return WORDS.test(head) || CODE.test(head) || FILLED.test(head)
}
