import { createHash } from 'node:crypto'

/** Who may send to an endpoint. Without any, everybody who reaches it. */
export interface CredentialOptions {
  /** Tokens, and Elasticsearch API keys as `id:key`. */
  readonly tokens: readonly string[]
  /** User → password. */
  readonly users: Readonly<Record<string, string>>
}

/**
 * What a sender may show: `Bearer`, `Splunk` and `ApiKey` with a token, `Basic` with a user and password or, as Splunk takes it, a token for
 * password. Only digests are held and compared, so that the time of a comparison tells nothing of a secret.
 */
export class Credentials {
  readonly #known: ReadonlySet<string>

  constructor({ tokens, users }: CredentialOptions) {
    this.#known = new Set([...tokens.map(digest), ...Object.entries(users).map(([user, password]) => digest(`${user}:${password}`))])
  }

  /** @param authorization the header of that name */
  check(authorization: string | undefined): 'good' | 'no-credentials' | 'bad-credentials' {
    if (this.#known.size === 0) return 'good'
    if (authorization === undefined) return 'no-credentials'
    const [, scheme = '', given = ''] = /^(\w+) +(\S+) *$/.exec(authorization) ?? []
    return shownBy(scheme.toLowerCase(), given).some(shown => this.#known.has(digest(shown))) ? 'good' : 'bad-credentials'
  }
}

function shownBy(scheme: string, given: string): readonly string[] {
  switch (scheme) {
    case 'bearer':
    case 'splunk':
      return [given]
    case 'apikey':
      return [given, Buffer.from(given, 'base64').toString()]
    case 'basic': {
      const pair = Buffer.from(given, 'base64').toString()
      return [pair, pair.slice(pair.indexOf(':') + 1)]
    }
    default:
      return []
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64')
}
