import { masked } from '../judge/shown.ts'
import { findKeys } from '../secret/find-secrets.ts'
import { isPlaceholder } from '../secret/placeholder.ts'
import type { PlacedFinding } from './scan-finding.ts'

/** A value that names where the secret stands, also behind the scheme of a header: `Bearer ${input:key}`, `{env:KEY}`, `op://vault/key`. */
const REFERENCE = /^(?:(?:Bearer|Basic|Token|ApiKey)\s+)?(?:\$\{?(?:env:)?[\w:.-]+\}?|<.*>|%\w+%|\$?\{\{.*\}\}|\{(?:env|file):[^}]*\}|(?:env|file|op|keyring|vault|secretref):\S+|!.+)$|^\s*$/i
/** Maps that go to programs and servers as they are: any name in them may mean a secret. */
const HANDED_ON = /(?:^|\.)(?:env|envs|environment|headers|http_headers|shell_environment_policy\.set)$/i
const SECRET_VARIABLE = /(?:token(?!s|iz)|secret|password|passwd|api_?key|access_?key|private_?key|credential)|^authorization$|^x-api-key$/i
/** Elsewhere the name must end so: `tokenizer` and `token_limit` are none. */
const SECRET_KEY = /(?:^|[-_.])(?:token|secret|password|passwd|api[-_]?key|access[-_]?key|bearer[-_]?token|authorization)$|(?:Token|Secret|Password|ApiKey|AccessKey)$|^apiKey$/
/** What a name says that tells where a secret is, or which. */
const NAMES_PLACE = /(?:file|path|dir|url|uri|name|id|type|endpoint|helper|variable|var|header|command|ttl|ms|count|limit|location)s?$/i
const PATH = /^(?:~|\.{0,2}|[A-Za-z]:)?[\\/][\w.@ -]+(?:[\\/][\w.@ -]+)*$/
const SHORTEST = 8
/** Characters of a value that its name makes a secret; longer ones are looked through for the forms of keys. */
const LONGEST_NAMED = 500

export function isReference(value: string): boolean {
  return REFERENCE.test(value)
}

/** A key, token or password that is written out where its value stands. `name` is the key before it, `parent` the path of what it is a member of. */
export function writtenSecret(name: string, value: string, parent: string, place: string): PlacedFinding[] {
  if (isReference(value)) return []
  const [hit] = findKeys(value)
  const isNamed = !parent.endsWith('env_http_headers') && (HANDED_ON.test(parent) ? SECRET_VARIABLE.test(name) && !NAMES_PLACE.test(name) : SECRET_KEY.test(name)) && value.length >= SHORTEST && value.length <= LONGEST_NAMED && !isPlaceholder(value) && !PATH.test(value) && !/^[\d.]+$/.test(value)
  if (hit === undefined && !isNamed) return []
  const shown = masked(hit === undefined ? value : value.slice(hit.start, hit.end))
  return [{
    check: 'secret-in-file', severity: 'high', place, reason: { en: `a secret is written out (${shown} characters)`, ja: `秘密がそのまま書かれている（${shown} 文字）` },
    mend: { en: 'name an environment variable instead, and make a new secret', ja: '環境変数を参照するように改め、その秘密は作り直す' },
  }]
}
