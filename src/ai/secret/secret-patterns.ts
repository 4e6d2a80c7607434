import { isPlaceholder } from './placeholder.ts'
import { PROVIDER_PATTERNS } from './provider-patterns.ts'
import type { SecretPattern } from './secret-pattern.ts'

/** Whole where its lines are those of a key (RFC 7468), so that no words hide in it; else its first line. */
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:(?:\s{1,4}[A-Za-z0-9+/=]{16,100}){0,400}\s{1,4}[A-Za-z0-9+/=]{0,100}\s{0,4}-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----)?/g

/** Keys and tokens by the prefixes their issuers document. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  secret('aws-access-key', 'an AWS access key', 'AWSのアクセスキー', /(?<![A-Z0-9])(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA|AIPA)[A-Z0-9]{12,17}(?![A-Z0-9])/g),
  secret('aws-secret-key', 'an AWS secret key', 'AWSのシークレットキー', /aws_?secret_?(?:access_?)?key["']?\s*[:=]\s*["']?[A-Za-z0-9/+]{30,}/gi),
  secret('github-token', 'a GitHub token', 'GitHubのトークン', /(?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,})/g),
  secret('gitlab-token', 'a GitLab token', 'GitLabのトークン', /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{20,}/g),
  secret('slack-token', 'a Slack token', 'Slackのトークン', /(?<![A-Za-z0-9])xox[abeoprs]-[\w-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/g),
  secret('openai-key', 'an OpenAI key', 'OpenAIのキー', /(?<![A-Za-z0-9])sk-(?:proj-|svcacct-|admin-)[\w-]{20,}|(?<![A-Za-z0-9])sk-[A-Za-z0-9]{32,}/g),
  secret('anthropic-key', 'an Anthropic key', 'Anthropicのキー', /(?<![A-Za-z0-9])sk-ant-[\w-]{20,}/g),
  secret('google-api-key', 'a Google API key', 'GoogleのAPIキー', /(?<![A-Za-z0-9])AIza[\w-]{30,}|(?<![A-Za-z0-9])ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}/g),
  secret('stripe-key', 'a Stripe key', 'Stripeのキー', /(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_|whsec_)\w{16,}/g),
  secret('sendgrid-key', 'a SendGrid key', 'SendGridのキー', /(?<![A-Za-z0-9])SG\.[\w-]{12,}(?:\.[\w-]{12,})?/g),
  secret('twilio-key', 'a Twilio key', 'Twilioのキー', /(?<![A-Za-z0-9])(?:SK|AC)[0-9a-f]{32}(?![A-Za-z0-9])/g),
  secret('npm-token', 'an npm token', 'npmのトークン', /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,}/g),
  secret('pypi-token', 'a PyPI token', 'PyPIのトークン', /(?<![A-Za-z0-9])pypi-[\w-]{50,}/g),
  secret('huggingface-token', 'a Hugging Face token', 'Hugging Faceのトークン', /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}/g),
  secret('digitalocean-token', 'a DigitalOcean token', 'DigitalOceanのトークン', /(?<![A-Za-z0-9])do[opr]_v1_[0-9a-f]{40,}/g),
  secret('telegram-token', 'a Telegram bot token', 'Telegramボットのトークン', /(?<!\d)\d{8,10}:AA[\w-]{30,}/g),
  secret('azure-key', 'an Azure storage key', 'Azureストレージのキー', /AccountKey=[A-Za-z0-9+/]{40,}={0,2}/g),
  secret('private-key', 'a private key', '秘密鍵', PRIVATE_KEY),
  secret('jwt', 'a signed token (JWT)', '署名付きトークン（JWT）', /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{10,}/g),
  ...PROVIDER_PATTERNS,
  secret('connection-string', 'a connection string with a password', 'パスワードを含む接続文字列', /[a-z][a-z0-9+.-]{2,20}:\/\/[^\s:@/"']{0,100}:[^\s@/"']{3,200}@[\w.-]+/gi, found => !isPlaceholder(/:([^:@]*)@[\w.-]+$/.exec(found)?.[1] ?? '')),
  secret('password-hash', 'the hash of a password', 'パスワードのハッシュ値', /\$(?:1|2[abxy]|5|6|7|y|argon2(?:id?|d))\$[\w./$=,+-]{20,}/g),
  secret('account-file', 'the accounts of a machine', '端末のアカウント一覧', /(?:^|\n)root:[^:\n]{0,200}:0:0:[^:\n]{0,80}:\/\w+:\//g),
  secret('netrc', 'a password of a .netrc file', '.netrcのパスワード', /\bmachine\s+\S{1,100}\s+login\s+\S{1,100}\s+password\s+\S{4,}/g),
  secret('password-element', 'a password', 'パスワード', /<(?:\w{1,30}:)?(?:password|passwd|pwd|secret|api-?_?key|access_?token|client_?secret)>[^<\s]{6,200}<\//gi, found => isPasswordLike(found.slice(0, -2).replace('>', ':'))),
  secret('password-after-word', 'a password', 'パスワード', /(?<![A-Za-z])(?:password|passwd|passphrase|パスワード)[^\S\n]{1,3}["']?[^\s"',;{}<>$*]{8,64}/gi, found => isMixed(found.replace(/^\S+\s+["']?/, ''))),
  secret('password-in-context', 'a password', 'パスワード',
    /(?<![A-Za-z])(?:password|passwd|pwd|passphrase|db_pass|secret|api_?key|access_?key|auth_?token|client_secret|secret_?key|private_?key|パスワード|暗証番号)["']?[^\S\n]*(?:[:=：]|は|\bis\b)[^\S\n]*["']?[^\s"',;{}<>$*]{8,200}/gi,
    isPasswordLike),
]

function secret(id: string, en: string, ja: string, pattern: RegExp, check?: (found: string) => boolean): SecretPattern {
  return { id, en, ja, pattern, ...(check === undefined ? {} : { check }) }
}

/** Without a sign between, only what no word or name of a method is. */
function isMixed(value: string): boolean {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^\w-]/].every(kind => kind.test(value.replace(/[.,:;!?)]+$/, ''))) && !isPlaceholder(value)
}

/** What follows `password:` in prose is a word; a password mixes kinds of characters. */
function isPasswordLike(found: string): boolean {
  const value = found.replace(/^.*?(?:[:=：]|は|\bis\b)\s*["']?/s, '')
  if (isPlaceholder(value)) return false
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter(kind => kind.test(value)).length
  return kinds >= 3 || (kinds === 2 && /\d/.test(value) && value.length >= 10)
}
