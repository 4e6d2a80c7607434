import * as z from 'zod'
import { about, aboutSecret, path } from './key-schemas.ts'
import { mailboxSource } from './mailbox-schema.ts'
import { pullSource } from './pull-schema.ts'
import { sourceCommon as common } from './source-common.ts'

/** The entries of `sources:` in noroshi.yaml, a schema for each kind. Another kind is one more member of the union below. */

const address = z.string().regex(/^(?:\[[0-9A-Fa-f:.]+\]|[^:[\]\s]+):\d{1,5}$/, 'must be an address and a port like 0.0.0.0:514 or [::]:6514')
const addresses = z.union([address.transform(one => [one]), z.array(address).max(64)], 'must be an address and a port like 0.0.0.0:514, or a list of these')

const networks = z.array(z.string().regex(/^[0-9A-Fa-f:.]+(?:\/\d{1,3})?$/, 'must be an address or a network like 192.0.2.0/24')).default([]).meta(about(
  'the networks that may send; others are refused and counted', 'networks', 'none: whoever reaches the address', 'an address that is open to many should name its senders'))

const syslogSource = z.strictObject({
  ...common,
  kind: z.literal('syslog').meta(about('how records arrive: `syslog`', '', 'must be given', 'each kind has keys of its own')),
  udp: addresses.default([]).meta(about('where syslog over UDP is taken (RFC 5426)', 'address:port, or a list', 'none', 'nothing listens until you want it')),
  tcp: addresses.default([]).meta(about('where syslog over TCP (RFC 6587), or dnstap, is taken', 'address:port, or a list', 'none', 'nothing listens until you want it')),
  tls: addresses.default([]).meta(about('where syslog over TLS (RFC 5425), or dnstap, is taken', 'address:port, or a list', 'none', 'nothing listens until you want it')),
  allow: networks,
  certificate: path.optional().meta(about(
    'certificate chain for TLS in PEM; relative paths start at the file\'s own folder', 'path', 'that of the server', 'one certificate for the machine')),
  key: path.optional().meta(about('private key of the certificate, in PEM', 'path', 'that of the server', 'one certificate for the machine')),
  clientAuthority: path.optional().meta(about(
    'authorities in PEM: over TLS only senders with a certificate of theirs are taken', 'path', 'none: senders need no certificate', 'devices often have none')),
  format: z.enum(['syslog', 'json', 'text'], 'must be syslog, json or text').default('syslog').meta(about(
    'what a message is: syslog; a JSON document; any text; of files also `access-log` and `lines`', '', 'syslog', 'what most records are')),
})

const filesSource = z.strictObject({
  ...common,
  kind: z.literal('files').meta(about('how records arrive: `files`', '', 'must be given', 'each kind has keys of its own')),
  paths: z.array(z.string().regex(/^\//, 'must be a path from the root like /var/log/nginx/*.log').max(4_096)).min(1).max(100).meta(about(
    'the files that are followed; `*`, `?`, `**` and `{a,b}` stand for parts of names', 'paths', 'must be given', 'programs that can only write files')),
  format: z.enum(['syslog', 'json', 'access-log', 'lines', 'text'], 'must be syslog, json, access-log, lines or text').default('syslog').meta(about(
    'what a message is: syslog; a JSON document; any text; of files also `access-log` and `lines`', '', 'syslog', 'what most records are')),
})

const flowSource = z.strictObject({
  ...common,
  kind: z.literal('flows').meta(about(
    'how records arrive: `syslog`; `bulk`, as to Elasticsearch; `hec`, as to Splunk\'s HTTP Event Collector; `otlp`, OpenTelemetry logs over HTTP; `files`, followed as they grow; `flows`, NetFlow 5 and 9, IPFIX and sFlow 5', '',
    'must be given', 'each kind has keys of its own')),
  udp: addresses.meta(about(
    'where datagrams are taken: syslog (RFC 5426), or exported flows', 'address:port, or a list', 'none; must be given for flows', 'nothing listens until you want it')),
  allow: networks,
})

const socketPath = z.string().regex(/^\//, 'must be a path from the root like /run/noroshi/dnstap.sock').max(100, 'must have at most 100 characters, as sockets may')

const dnstapSource = z.strictObject({
  ...common,
  kind: z.literal('dnstap').meta(about(
    'how records arrive: `syslog`; `bulk`, as to Elasticsearch; `hec`, as to Splunk\'s HTTP Event Collector; `otlp`, OpenTelemetry logs over HTTP; `files`, followed as they grow; `flows`, NetFlow 5 and 9, IPFIX and sFlow 5; `dnstap`, what name servers are asked and answer', '',
    'must be given', 'each kind has keys of its own')),
  unix: z.union([socketPath.transform(one => [one]), z.array(socketPath).max(64)]).default([]).meta(about(
    'sockets on which dnstap is taken from this machine; every user of it may write to them, as to /dev/log', 'path, or a list', 'none', 'name servers run as users of their own')),
  tcp: addresses.default([]).meta(about('where syslog over TCP (RFC 6587), or dnstap, is taken', 'address:port, or a list', 'none', 'nothing listens until you want it')),
  tls: addresses.default([]).meta(about('where syslog over TLS (RFC 5425), or dnstap, is taken', 'address:port, or a list', 'none', 'nothing listens until you want it')),
  allow: networks,
  certificate: path.optional().meta(about(
    'certificate chain in PEM; relative paths start at the file\'s own folder', 'path', 'that of the server', 'one certificate for the machine')),
  key: path.optional().meta(about('private key of the certificate, in PEM', 'path', 'that of the server', 'one certificate for the machine')),
  clientAuthority: path.optional().meta(about(
    'authorities in PEM: over TLS only senders with a certificate of theirs are taken', 'path', 'none: senders need no certificate', 'devices often have none')),
})

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]):\d{1,5}$/
const loopbackAddress = address.refine(text => loopback.test(text), 'must be an address of this machine itself like 127.0.0.1:9200; others are served over `https`')
const secret = z.string().min(8, 'must have at least 8 characters')

const httpSource = z.strictObject({
  ...common,
  kind: z.enum(['bulk', 'hec', 'otlp']).meta(about(
    'how records arrive: `syslog`; `bulk`, as to Elasticsearch; `hec`, as to Splunk\'s HTTP Event Collector; `otlp`, OpenTelemetry logs over HTTP', '', 'must be given',
    'each kind has keys of its own')),
  http: z.union([loopbackAddress.transform(one => [one]), z.array(loopbackAddress).max(64)]).default([]).meta(about(
    'where it is taken without TLS, from this machine alone', 'address:port, or a list', 'none', 'nothing listens until you want it')),
  https: addresses.default([]).meta(about('where it is taken over TLS', 'address:port, or a list', 'none', 'nothing listens until you want it')),
  tokens: z.array(secret).default([]).meta(aboutSecret(
    'what senders may show: tokens (`Bearer`, `Splunk`), API keys as `id:key`', 'texts', 'none', 'each sender can have its own')),
  users: z.record(z.string().min(1), secret).default({}).meta(aboutSecret('user names and their passwords', 'user: password', 'none', 'for senders that know nothing else')),
  certificate: path.optional().meta(about(
    'certificate chain in PEM; relative paths start at the file\'s own folder', 'path', 'that of the server', 'one certificate for the machine')),
  key: path.optional().meta(about('private key of the certificate, in PEM', 'path', 'that of the server', 'one certificate for the machine')),
}).superRefine(({ https, tokens, users }, context) => {
  if (tokens.length > 0 || Object.keys(users).length > 0 || https.every(each => loopback.test(each))) return
  context.addIssue({ code: 'custom', path: ['tokens'], message: 'must be given, or `users`: whoever reaches the address could send' })
})

const sourceSchema = z.discriminatedUnion('kind', [syslogSource, httpSource, filesSource, flowSource, dnstapSource, mailboxSource, pullSource], { error: 'must be a source with a kind that is known: syslog, bulk, hec, otlp, files, flows, dnstap, mailbox, pull' })

export type SourceConfiguration = z.infer<typeof sourceSchema>
export type SyslogSourceConfiguration = z.infer<typeof syslogSource>
export type DnstapSourceConfiguration = z.infer<typeof dnstapSource>
export type HttpSourceConfiguration = z.infer<typeof httpSource>

/** Names are unique: a source's evidence is known by its name. */
export const sourcesSchema = z.array(sourceSchema).max(1_000).superRefine((sources, context) => {
  const names = new Set<string>()
  for (const [index, { name }] of sources.entries()) {
    if (names.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message: 'is the name of another source too' })
    names.add(name)
  }
}).default([])
