import * as z from 'zod'
import { agents, servers } from './agent-server-schemas.ts'
import { packages, topics } from './answer-schemas.ts'
import { audit, confirmed, texts, toolKinds } from './judged-keys.ts'
import { about, path, wholeNumber } from './key-schemas.ts'

/** `gateway:` in noroshi.yaml. */

const name = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, 'may hold small letters, digits, -, _ and .; at most 63')
const address = z.string().regex(/^(?:\[[0-9A-Fa-f:.]+\]|[^:[\]\s]+):\d{1,5}$/, 'must be an address and a port like 127.0.0.1:8445')

const upstream = z.strictObject({
  name: name.meta(about('what the upstream is called', 'name', 'must be given', 'applications and records name it')),
  url: z.url({ protocol: /^https?$/, error: 'must be a URL like https://api.openai.com or http://127.0.0.1:11434' })
    .meta(about('where models are asked: what stands before `/v1/…`', 'URL', 'must be given', 'nothing is asked by itself')),
  keyVariable: z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'must be the name of an environment variable').optional()
    .meta(about('the environment variable that holds its key', 'name', 'none: it is asked without a key', 'keys do not belong in a file that is shared')),
})

const action = z.enum(['allow', 'flag', 'redact', 'ask', 'block'], 'must be allow, flag, redact, ask or block').optional()

const policy = z.strictObject({
  name: name.meta(about('what applications name it by; none of `default`, `strict`, `careful`, `private`, `monitor`', 'name', 'must be given', 'those are there already')),
  flag: action.meta(about('what is done with what is likely hostile: `allow`, `flag`, `redact`, `ask` (a person decides), `block`', '', 'flag', 'as it was measured')),
  redact: action.meta(about('what is done with secrets', '', 'redact', 'as it was measured')),
  block: action.meta(about('what is done with what is hostile', '', 'block', 'as it was measured')),
  layers: z.partialRecord(z.string().max(20), action.unwrap()).optional()
    .meta(about('in place of these, for what a layer finds: `{ classifier: ask, taint: ask }`', 'actions by layer', 'none', 'layers are not equally sure')),
  personal: z.enum(['allow', 'redact'], 'must be allow or redact').optional()
    .meta(about('what is done with names, addresses, telephone numbers, cards, マイナンバー and the like in requests and answers; records never hold them', '', 'allow', 'many applications work with them')),
  restores: z.boolean().optional()
    .meta(about('whether what was put out of a request is put back into its answer: `[EMAIL_1]` becomes the address again', '', 'false', 'what the model does not see, the reader may not expect either')),
  answerTokens: z.strictObject({
    unnamed: wholeNumber(1, 100_000_000).optional().meta(about('tokens of one answer where the program names no limit', 'tokens', '4000', 'ten pages; whoever needs longer ones, or has a model that thinks long, names a limit')),
    most: wholeNumber(1, 100_000_000).optional().meta(about('tokens of one answer at most: higher limits that programs name are lowered', 'tokens', '32768', 'what the longest answers of common models have')),
  }).optional().meta(about('how long one answer may become', '', '', '')),
  ask: z.strictObject({
    seconds: wholeNumber(1, 3_600).optional().meta(about('how long a person has to answer', 'seconds', '120', 'programs mostly wait some minutes for a model')),
    otherwise: z.enum(['block', 'pass'], 'must be block or pass').optional().meta(about('what is done when nobody answers: `block` or `pass`', '', 'block', 'silence is no consent')),
  }).optional().meta(about('how a person is asked', '', '', '')),
  topics,
})

const application = z.strictObject({
  name: name.meta(about('what the application is called in records and findings', 'name', 'must be given', 'each has its own key, policy and budget')),
  keySha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of a key; noroshi ai key makes both')
    .meta(about('SHA-256 of the key that it sends; `noroshi ai key` makes one', 'hex', 'must be given', 'who reads the file cannot use the key')),
  upstream: name.meta(about('the upstream that it asks', 'name', 'must be given', 'it cannot choose another')),
  policy: name.default('default')
    .meta(about('what is done with what is found: `default`; `strict` blocks what is only likely; `careful` has a person decide that; `private` puts personal data out; `monitor` stops nothing and tells all; or one of `gateway.policies`', '', 'default', 'it is the one that was measured')),
  unreadable: z.enum(['refuse', 'pass'], 'must be refuse or pass').default('refuse')
    .meta(about('what is done with a request that cannot be judged', '', 'refuse', 'what is not understood is not known to be harmless')),
  judge: z.strictObject({
    upstream: name.meta(about('the upstream where it is asked, which speaks OpenAI\'s chat completions', 'name', 'must be given', 'doubtful texts leave for it: without their secrets and personal data, but they leave')),
    model: z.string().min(1).max(200).meta(about('its name there', 'name', 'must be given', 'only you know what runs there')),
    seconds: wholeNumber(1, 60).default(5).meta(about('how long it has for an answer; then the request goes on as without it', 'seconds', '5', 'the request waits')),
  }).optional().meta(about('a model that is asked about requests which the guard itself finds likely hostile (layers `classifier` and `context`) and does not block: where it agrees, they are as good as blocked by that layer; nothing else changes', '', 'none', 'the guard decides in a millisecond, alone and on this machine')),
  judgesAnswers: z.boolean().default(true).meta(about('whether answers are judged too', '', 'true', 'what leaks, leaks in answers')),
  requestsPerMinute: wholeNumber(1, 10_000_000).default(600).meta(about('requests that it may make', 'requests a minute', '600', 'a loop that runs wild is stopped')),
  tokensPerDay: wholeNumber(1, 1_000_000_000_000).optional().meta(about('tokens that it may use in a day (UTC)', 'tokens', 'none', 'only you know what it may cost')),
  canaries: texts.default([]).meta(about('marks planted in what is confidential: an answer that holds one is withheld', 'texts', 'none', 'only you can plant them')),
  hosts: texts.default([]).meta(about('hosts that links and pictures in answers may carry data to', 'host names', 'none but those that the request names', 'a picture is fetched without anybody\'s doing')),
  packages,
  audit,
  confirmed,
  tools: toolKinds(' in one conversation, or act outside in one that holds a text which is flagged or addresses the assistant'),
})

export const gatewaySchema = z.strictObject({
  listen: address.default('127.0.0.1:8445').meta(about('where applications ask; any address but that of the machine itself needs a certificate', 'address:port', '127.0.0.1:8445', 'nobody else can reach it until you want it')),
  certificate: path.optional().meta(about('certificate chain in PEM; relative paths start at the file\'s own folder', 'path', 'none: plain HTTP', 'the machine itself needs none')),
  key: path.optional().meta(about('private key of the certificate, in PEM', 'path', 'none', 'the machine itself needs none')),
  upstreams: z.array(upstream).max(100).default([]).meta(about('where models are asked', 'list', 'none', 'outbound connections only where you want them')),
  policies: z.array(policy).max(1_000).default([]).meta(about('what may be done with what is found, by name', 'list', 'none', 'four need no words')),
  applications: z.array(application).max(10_000).default([]).meta(about('who may ask, with which policy', 'list', 'none: the gateway does not start', 'nobody asks without a key')),
  bodiesMb: wholeNumber(32, 100_000).optional()
    .meta(about('megabytes of all requests that are under way together; short ones (64 kB) do not count, and whoever finds no room is told to come again (503)', 'MB', '64', 'what is judged takes about five times as much of the memory')),
  servers,
  agents,
}).superRefine(({ upstreams, applications, servers: ofTools, agents: others }, context) => {
  for (const [member, list] of [['servers', ofTools], ['agents', others]] as const) {
    for (const [index, { name: given, applications: users }] of list.entries()) {
      if ([...ofTools, ...others].filter(each => each.name === given).length > 1) context.addIssue({ code: 'custom', path: [member, index, 'name'], message: 'stands twice among servers and agents' })
      if (users.some(user => !applications.some(each => each.name === user))) context.addIssue({ code: 'custom', path: [member, index, 'applications'], message: 'names none of the applications' })
    }
  }
  const known = new Set(upstreams.map(each => each.name))
  for (const [index, { upstream: named, judge }] of applications.entries()) {
    if (!known.has(named)) context.addIssue({ code: 'custom', path: ['applications', index, 'upstream'], message: 'is none of the upstreams' })
    if (judge !== undefined && !known.has(judge.upstream)) context.addIssue({ code: 'custom', path: ['applications', index, 'judge', 'upstream'], message: 'is none of the upstreams' })
  }
}).optional()

export type GatewayConfiguration = NonNullable<z.infer<typeof gatewaySchema>>
