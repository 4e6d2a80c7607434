import * as z from 'zod'
import { about, organisationName, path, wholeNumber, zone } from './key-schemas.ts'
import { httpUrl, secretReference } from './secret-reference.ts'

/** `notify:` in noroshi.yaml: channels, and the rules that say who is told what by which of them. */

const name = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, 'may hold small letters, digits, -, _ and .; at most 63')
const marking = z.enum(['clear', 'green', 'amber', 'amber+strict', 'red'], 'must be clear, green, amber, amber+strict or red')
const language = z.enum(['en', 'ja'], 'must be en or ja')
const address = z.string().regex(/^(?:\[[0-9A-Fa-f:.]+\]|[^:[\]\s]+):\d{1,5}$/, 'must be an address and a port like 192.0.2.1:514')
const mailAddress = z.string().regex(/^[^\s@<>",;:\0-\u001f\u007f]{1,64}@[A-Za-z0-9.-]{1,253}$/, 'must be a mail address like soc@example.jp')
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 22:00; quote it')

const common = {
  name: name.meta(about('what the channel is called in rules and in the history', 'name', 'must be given', 'rules refer to it')),
  marking: marking.default('amber').meta(about(
    'the strictest TLP 2.0 marking that may leave by this channel; what exceeds it is held and shown', '', 'amber',
    'those named here are of the organisation or its clients; who reads a chat may not be')),
  language: language.optional().meta(about('language of its messages, where the contact says none', '', 'that of `notify.language`', 'one reader, one language')),
}

const KIND = about('what the channel is: `smtp`, `webhook`, `slack`, `teams`, `mattermost`, `syslog`', '', 'must be given', 'each kind has keys of its own')

const secret = secretReference.optional()

const smtpChannel = z.strictObject({
  ...common,
  kind: z.literal('smtp').meta(KIND),
  host: z.string().min(1).meta(about('the mail server', 'host name', 'must be given', 'only you know your relay')),
  port: wholeNumber(1, 65_535).default(587).meta(about('its port', 'port', '587', 'where mail is submitted (RFC 6409)')),
  security: z.enum(['starttls', 'tls', 'none'], 'must be starttls, tls or none').default('starttls').meta(about(
    '`starttls`: the connection must change to TLS; `tls`: TLS from the first byte (port 465); `none`: in the clear', '', 'starttls', 'what is told is not for everybody on the way')),
  authority: path.optional().meta(about('authorities in PEM that its certificate is checked against; relative paths start at the file\'s own folder', 'path', 'those of the system', 'a relay of one\'s own often has a certificate of one\'s own')),
  user: z.string().min(1).optional().meta(about('the name to sign in with', 'name', 'none: no sign-in', 'a relay inside often asks for none')),
  password: secret.meta(about('where the password stands: `{env: NAME}` or `{file: PATH}`', '', 'none', 'secrets do not belong in a file that is shared')),
  from: mailAddress.meta(about('the sender', 'mail address', 'must be given', 'who answers must reach a person')),
  fromName: z.string().min(1).max(200).default('Noroshi').meta(about('the name shown beside it', 'text', 'Noroshi', '')),
  replyTo: mailAddress.optional().meta(about('where answers go', 'mail address', 'the sender', '')),
  attach: z.array(z.enum(['json', 'xml'])).default(['json']).meta(about('attachments for machines: `json`, `xml`', 'list', '[json]', 'who automates needs no parser for prose')),
  sign: z.enum(['none', 'pgp', 'smime'], 'must be none, pgp or smime').default('none').meta(about('how mail is signed', '', 'none', 'needs a key of yours')),
  encrypt: z.enum(['never', 'possible', 'always'], 'must be never, possible or always').default('possible').meta(about(
    '`possible`: to those whose key is known; `always`: what cannot be encrypted is held', '', 'possible', 'a warning that cannot be read warns nobody')),
  encryptFrom: marking.default('amber+strict').meta(about('from this marking on, mail leaves encrypted or is held', '', 'amber+strict', 'a mail server of others reads what is not encrypted')),
  pgpKey: secret.meta(about('where the secret key stands, in armour, for `sign: pgp`', '', 'none', '')),
  pgpPassphrase: secret.meta(about('where its passphrase stands', '', 'none', '')),
  smimeCertificate: path.optional().meta(about('certificate (and chain) in PEM for `sign: smime`', 'path', 'none', '')),
  smimeKey: path.optional().meta(about('its private key in PEM', 'path', 'none', '')),
  smimeRecipients: z.record(mailAddress, path).default({}).meta(about('certificates in PEM of those to whom mail is encrypted by S/MIME', 'address: path', 'none', 'the register keeps PGP keys only')),
  gpg: path.default('gpg').meta(about('the program that signs and encrypts for PGP', 'path', 'gpg', 'GnuPG, of every Debian')),
  openssl: path.default('openssl').meta(about('the program that does so for S/MIME', 'path', 'openssl', '')),
}).superRefine((channel, context) => {
  const missing = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
  if (channel.sign === 'pgp' && channel.pgpKey === undefined) missing('pgpKey', 'must be given for sign: pgp')
  if (channel.sign === 'smime' && channel.smimeCertificate === undefined) missing('smimeCertificate', 'must be given for sign: smime')
  if (channel.sign === 'smime' && channel.smimeKey === undefined) missing('smimeKey', 'must be given for sign: smime')
  if (channel.user !== undefined && channel.password === undefined) missing('password', 'must be given with user')
  if (channel.user !== undefined && channel.security === 'none') missing('security', 'must be starttls or tls: a password does not go in the clear')
})

const hookUrl = z.union([httpUrl, secretReference], 'must be a URL, or {env: NAME} or {file: PATH} where it stands')

const webhookChannel = z.strictObject({
  ...common,
  kind: z.literal('webhook').meta(KIND),
  url: hookUrl.meta(about('where it is posted: a URL, or where the URL stands (`{env: NAME}`, `{file: PATH}`)', 'URL', 'must be given', 'the addresses of chats are secrets')),
  secret: secretReference.meta(about('where the secret stands that requests are signed with (HMAC-SHA256, Standard Webhooks)', '', 'must be given', 'the receiver knows who sent it, and that it is no repeat')),
})

const chatChannel = z.strictObject({
  ...common,
  kind: z.enum(['slack', 'teams', 'mattermost']).meta(KIND),
  url: hookUrl.meta(about('where it is posted: a URL, or where the URL stands (`{env: NAME}`, `{file: PATH}`)', 'URL', 'must be given', 'the addresses of chats are secrets')),
})

const syslogChannel = z.strictObject({
  ...common,
  kind: z.literal('syslog').meta(KIND),
  transport: z.enum(['udp', 'tcp', 'tls'], 'must be udp, tcp or tls').default('tcp').meta(about('how it is sent (RFC 5426, 6587, 5425)', '', 'tcp', 'UDP loses without a word')),
  to: address.meta(about('where it is sent', 'address:port', 'must be given', 'only you know your collector')),
  format: z.enum(['cef', 'text'], 'must be cef or text').default('cef').meta(about('what a message says: CEF, or a sentence', '', 'cef', 'what most collectors read')),
  authority: path.optional().meta(about('authorities in PEM that its certificate is checked against; relative paths start at the file\'s own folder', 'path', 'those of the system', '')),
})

const channel = z.discriminatedUnion('kind', [smtpChannel, webhookChannel, chatChannel, syslogChannel], {
  error: 'must be a channel with a kind that is known: smtp, webhook, slack, teams, mattermost, syslog',
})

const recipient = z.string().regex(/^(?:owner|contact:.{1,200}|[^\s@<>",;:\0-\u001f\u007f]{1,64}@[A-Za-z0-9.-]{1,253})$/, 'must be owner, contact:ID or a mail address')

const quiet = z.strictObject({
  from: clock.meta(about('when the quiet begins', 'hh:mm', 'must be given', '')),
  to: clock.meta(about('when it ends; before `from`: the next morning', 'hh:mm', 'must be given', '')),
  zone: zone.optional().meta(about('whose clock', 'zone', 'that of `notify.zone`', '')),
  except: wholeNumber(0, 101).default(90).meta(about('from this priority on a case is told at once; 101: never', 'priority', '90', 'a fire does not wait for the morning')),
})

const minutes = (most: number) => wholeNumber(1, most)

const step = z.strictObject({
  afterMinutes: minutes(43_200).meta(about('how long after the first message, if nobody has acknowledged', 'minutes', 'must be given', '')),
  to: z.array(recipient).max(50).default([]).meta(about('who is told then', 'list', 'nobody', '')),
  channel: name.optional().meta(about('by which channel', 'name', 'that of the rule', '')),
})

const rule = z.strictObject({
  name: name.meta(about('what the rule is called; once given it should stay: who was told is known by it', 'name', 'must be given', '')),
  priority: wholeNumber(0, 100).default(0).meta(about('cases from this priority on', 'priority', '0', '')),
  severity: z.array(z.enum(['informational', 'low', 'medium', 'high', 'critical'])).optional().meta(about('cases of one of these severities', 'list', 'any', '')),
  organisations: z.array(organisationName).optional().meta(about('cases of these organisations', 'list', 'all', '')),
  tags: z.array(z.string().min(1).max(100)).optional().meta(about('cases with a tactic or technique of ATT&CK among these, or below one: `impact`, `t1110`', 'list', 'any', '')),
  rules: z.array(z.string().min(1).max(200)).optional().meta(about('cases with a finding of a detection rule with one of these ids', 'list', 'any', '')),
  kinds: z.array(z.enum(['host', 'user', 'ip', 'domain', 'url', 'email', 'process', 'file', 'hash', 'account', 'evidence'])).optional()
    .meta(about('cases that are about one of these kinds of things', 'list', 'any', '')),
  channel: name.meta(about('by which channel', 'name', 'must be given', '')),
  to: z.array(recipient).max(50).default([]).meta(about(
    'of mail: `owner` (whose the addresses of the case are, as the register says), `contact:ID` of the register, or an address', 'list', 'none: chats, webhooks and syslog need none', '')),
  template: name.default('case').meta(about('the words: `case`, `early-warning`, `infected-device`, `exposed-device`, `dos-victim`, `phishing-site`, `leaked-account`, `preserve-evidence`, or one of your own', 'name', 'case', '')),
  language: language.optional().meta(about('in which language', '', 'that of the contact, else of the channel', '')),
  quiet: quiet.optional().meta(about('hours in which it is not told', '', 'none', '')),
  contactHours: z.boolean().default(false).meta(about('whether it waits for the hours that the register names for a contact', '', 'false', '')),
  digestMinutes: minutes(10_080).optional().meta(about('what comes within such a time goes in one message', 'minutes', 'each case has its own', '')),
  foldHours: wholeNumber(0, 8_760).default(24).meta(about('a case of the same rule about the same thing is not told again within this time, but counted', 'hours', '24', 'the tenth repeat of a message makes people stop reading')),
  mostPerHour: wholeNumber(1, 100_000).default(20).meta(about('messages to one recipient in an hour; what comes beyond goes in one message at its end', 'messages', '20', 'a worm makes a thousand cases')),
  raise: z.boolean().default(true).meta(about('whether a case is told again when it becomes much more urgent', '', 'true', '')),
  remindMinutes: minutes(43_200).optional().meta(about('after how long without acknowledgement it is told again', 'minutes', 'never', '')),
  remindTimes: wholeNumber(1, 20).default(3).meta(about('how often', 'times', '3', '')),
  escalate: z.array(step).max(10).default([]).meta(about('who else is told when nobody acknowledges', 'list', 'nobody', '')),
})

export const notifySchema = z.strictObject({
  url: httpUrl.optional().meta(about('how recipients reach this server, for links', 'URL', 'none: messages have no links', 'only you know the name they use')),
  zone: zone.default('UTC').meta(about('whose clock messages are written by', 'zone', 'UTC', '')),
  language: language.default('en').meta(about('language where neither contact nor channel says one', '', 'en', '')),
  templates: path.optional().meta(about('a folder with templates of your own; one of the same name goes before ours', 'path', 'none', '')),
  markings: z.record(z.string().min(1).max(300), marking).default({}).meta(about(
    'the strictest marking for a recipient: a contact\'s id, a mail address, or a mail domain', 'recipient: marking', 'that of the channel', 'partners may see less than colleagues')),
  channels: z.array(channel).max(100).default([]).meta(about('by what people are told', 'list', 'none', 'outbound connections only where you want them')),
  rules: z.array(rule).max(1_000).default([]).meta(about('who is told what, when', 'list', 'none', 'only you know whom')),
}).superRefine(({ channels, rules }, context) => {
  const known = new Map(channels.map(each => [each.name, each]))
  unique(channels, 'channels', context)
  unique(rules, 'rules', context)
  for (const [index, { channel: named, to, escalate }] of rules.entries()) {
    const uses = [{ named, to, place: ['rules', index] }, ...escalate.map((each, at) => ({ named: each.channel ?? named, to: each.to, place: ['rules', index, 'escalate', at] }))]
    for (const use of uses) {
      const used = known.get(use.named)
      if (used === undefined) context.addIssue({ code: 'custom', path: [...use.place, 'channel'], message: 'is none of the channels' })
      else if (used.kind === 'smtp' && use.to.length === 0) context.addIssue({ code: 'custom', path: [...use.place, 'to'], message: 'must name somebody: mail goes to people' })
    }
  }
}).optional()

function unique(members: readonly { readonly name: string }[], key: string, context: z.RefinementCtx): void {
  const names = new Set<string>()
  for (const [index, { name: each }] of members.entries()) {
    if (names.has(each)) context.addIssue({ code: 'custom', path: [key, index, 'name'], message: 'is the name of another one too' })
    names.add(each)
  }
}

export type NotifyConfiguration = NonNullable<z.infer<typeof notifySchema>>
export type ChannelConfiguration = NotifyConfiguration['channels'][number]
export type SmtpConfiguration = z.infer<typeof smtpChannel>
export type WebhookConfiguration = z.infer<typeof webhookChannel>
export type ChatConfiguration = z.infer<typeof chatChannel>
export type SyslogConfiguration = z.infer<typeof syslogChannel>
export type NotifyRule = NotifyConfiguration['rules'][number]
