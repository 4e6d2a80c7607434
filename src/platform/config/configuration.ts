import * as z from 'zod'
import { about, organisationName, path, wholeNumber, zone } from './key-schemas.ts'
import { catalogueSchema } from './catalogue-schema.ts'
import { geoSchema } from './geo-schema.ts'
import { gatewaySchema } from './gateway-schemas.ts'
import { notifySchema } from './notify-schema.ts'
import { retentionSchema } from './retention-schema.ts'
import { sourcesSchema } from './source-schemas.ts'
import { farSensorSchema, sensorHubSchema } from './sensor-schemas.ts'
import { telescopeSensorSchema } from './telescope-schema.ts'
import { trafficSchema } from './traffic-schema.ts'

/**
 * The keys of noroshi.yaml. Each says with `meta` what it means, in what unit, its default and why; docs/configuration.md holds the same
 * table. Platform knows no security: what a value means beyond its shape is checked by who uses it.
 */


const httpUrl = z.url({ protocol: /^https?$/, error: 'must be a URL like http://user:password@host:8123/database' })

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a URL like postgresql://user:password@host:5432/database' })

/** A number stands for its text. */
const placeholderValue = z.union([z.string(), z.number().transform(String)], 'must be a text')

/** What an installation is called that has one organisation and no name for it; no text for people says it. */
export const ONLY_ORGANISATION = 'default'

export const configurationSchema = z.strictObject({
  data: path.optional().meta(about(
    'the data folder; a relative path starts at the file\'s own folder. `--data` and the environment variable `NOROSHI_DATA` go before it',
    'path', 'noroshi-data in the clone', 'found without any setting, and not in git')),
  organisation: organisationName.default(ONLY_ORGANISATION)
    .meta(about('whose events, findings and cases these are', 'name', 'default', 'a single site never sees the concept')),
  workers: wholeNumber(1, 1_024).optional().meta(about('processes that read and inspect evidence; `--workers` goes before it', 'processes',
    'one per processor', 'reading is bound by the processor')),
  durability: z.enum(['process', 'power'], 'must be process or power').default('process').meta(about(
    '`process`: what is acknowledged survives the death of any process; `power`: also the loss of power. Evidence and custody always survive both',
    '', 'process',
    'a cut of power is rare, waiting for the disk costs a third of the speed')),
  zones: z.record(z.string().min(1), zone).default({}).meta(about(
    'zones of sources that write local time without one: a dataset (`linux.syslog`) or its product (`linux`), and the zone',
    'zone',
    'none: UTC, and each such time is flagged as assumed', 'a guess would be wrong silently')),
  clickhouse: z.strictObject({
    url: httpUrl.optional().meta(about(
      'an external ClickHouse server; with it no embedded one is started', 'URL', 'none: the embedded engine',
      'one machine is enough for most')),
    memoryMb: wholeNumber(256, 16_777_216).default(1_600).meta(about(
      'memory that the embedded ClickHouse may use in all', 'MB', '1600',
      'the engine\'s own limit is the whole machine; all processes together are to stay near 2 GB')),
    queryMemoryMb: wholeNumber(64, 16_777_216).default(1_000).meta(about(
      'memory that one search in it may use', 'MB', '1000', 'one search must leave room for the others')),
    threads: wholeNumber(1, 1_024).default(2).meta(about(
      'threads of one search in it', 'threads', '2', 'the small machine has two cores, and reading goes on meanwhile')),
    querySeconds: wholeNumber(1, 86_400).default(300).meta(about(
      'time that one search may take in it before it is stopped', 'seconds', '300', 'a forgotten search would slow everyone')),
  }).default({ memoryMb: 1_600, queryMemoryMb: 1_000, threads: 2, querySeconds: 300 }).meta(about('the event store', '', 'embedded', 'nothing to install')),
  postgres: z.strictObject({
    url: postgresUrl.optional().meta(about(
      'an external PostgreSQL server, version 15 or later; with it no embedded one is started', 'URL', 'none: the embedded engine',
      'one machine is enough for most')),
  }).default({}).meta(about('the store of findings, cases and the ledger', '', 'embedded', 'nothing to install')),
  sigma: z.strictObject({
    rules: z.array(path).default([]).meta(about(
      'folders or files of Sigma rules, used where no `--rules` is given; relative paths start at the file\'s own folder', 'paths',
      'the rules that come with Noroshi', 'they are known to load and to be quiet')),
    placeholders: z.record(z.string().min(1), z.array(placeholderValue)).default({}).meta(about(
      'values for `%name%` in rules with `expand`; a list for each name, values may hold `*` and `?`', 'texts',
      'none: rules that need one are not loaded and reported',
      'only you know your administrators and servers')),
    pipelines: z.array(path).default([]).meta(about(
      'files of processing pipelines, which change rules before they are used (docs/sigma.md); relative paths start at the file\'s own folder', 'paths',
      'none', 'for rules written for other names of fields')),
  }).default({ rules: [], placeholders: {}, pipelines: [] }).meta(about(
    'detection by Sigma rules', '', 'the rules that come with Noroshi', 'detects from the first start')),
  traffic: trafficSchema,
  archives: z.strictObject({
    passwords: z.array(z.string().min(1, 'is empty; an entry without a password needs none')).max(1_000).default(['infected']).meta(about(
      'tried in this order on protected entries of archives', 'texts', '[infected]',
      'it is what the trade puts on samples; each costs a try per entry')),
    depth: wholeNumber(1, 16).default(4).meta(about(
      'archives within one another that are opened', 'levels', '4',
      'real collections have two; each level multiplies what a bomb costs')),
    spoolMb: wholeNumber(16, 16_777_216).default(16_384).meta(about(
      'disk that archives within archives may take while they are read', 'MB', '16384',
      'a disk image in a nested archive, and room left on the disk')),
  }).default({ passwords: ['infected'], depth: 4, spoolMb: 16_384 }).meta(about('reading of archives', '', '', '')),
  server: z.strictObject({
    listen: z.string().regex(/^.+:\d{1,5}$/, 'must be an address and a port like 127.0.0.1:8443 or [::]:8443').default('127.0.0.1:8443')
      .meta(about('where `noroshi up` listens; any address but that of the machine itself is served over TLS. `--listen` goes before it',
        'address:port', '127.0.0.1:8443', 'nobody else can reach it until you want it')),
    names: z.array(z.string().min(1)).default([]).meta(about(
      'the names by which browsers call the server, beside the address and localhost; requests under any other are refused', 'host names',
      'none', 'a foreign page must not reach the server under a name of its own (DNS rebinding)')),
    certificate: path.optional().meta(about(
      'the certificate chain in PEM; relative paths start at the file\'s own folder', 'path', 'one that Noroshi makes and keeps', 'works at once')),
    key: path.optional().meta(about('the private key of the certificate, in PEM', 'path', 'one that Noroshi makes and keeps', 'works at once')),
    marking: z.enum(['clear', 'green', 'amber', 'amber+strict', 'red'], 'must be clear, green, amber, amber+strict or red').default('amber').meta(about(
      'the TLP 2.0 marking of evidence and all that is derived from it; only who is cleared for it sees any', '', 'amber',
      'what one site collects is for that site and those who help it')),
    sessionIdleMinutes: wholeNumber(5, 10_080).default(60).meta(about(
      'time without a request after which a session ends', 'minutes', '60', 'a shift reads long pages; an abandoned desk is found within the hour')),
    sessionHours: wholeNumber(1, 720).default(12).meta(about(
      'time from sign-in after which a session ends, whatever happens', 'hours', '12', 'one shift')),
    requestsPerMinute: wholeNumber(60, 10_000_000).default(6_000).meta(about(
      'requests that one session, token or, signed out, address may make', 'requests a minute', '6000',
      'a hundred times what a person causes; a program that runs wild stays bearable')),
    otlpUrl: httpUrl.optional().meta(about(
      'where metrics are sent by OTLP over HTTP (`http://collector:4318/v1/metrics`)', 'URL', 'none: nothing is sent', 'outbound connections only where you want them')),
    otlpSeconds: wholeNumber(5, 3_600).default(60).meta(about('how often they are sent', 'seconds', '60', 'what dashboards show')),
  }).default({ listen: '127.0.0.1:8443', names: [], marking: 'amber', sessionIdleMinutes: 60, sessionHours: 12, requestsPerMinute: 6_000, otlpSeconds: 60 })
    .meta(about('`noroshi up` (docs/server.md)', '', '127.0.0.1:8443', 'one machine')),
  sources: sourcesSchema.meta(about(
    'what is collected all day, by `noroshi up` (docs/collect.md)', 'list', 'none', 'nothing listens until you want it')),
  collection: z.strictObject({
    spoolMb: wholeNumber(64, 16_777_216).default(4_096).meta(about(
      'disk that what was collected may take until it is in the store; beyond it senders are slowed, and UDP counts drops', 'MB', '4096',
      'ten minutes of 50,000 lines a second')),
    reserveMb: wholeNumber(1, 16_777_216).default(256).meta(about(
      'disk that is left free: with less, nothing more is taken from sources until there is room', 'MB', '256', 'the engines need room to go on')),
    sealSeconds: wholeNumber(1, 3_600).default(30).meta(about(
      'time after which what a source sent becomes evidence, however little it is', 'seconds', '30',
      'findings become cases at most once a minute; each is a piece of evidence, 2,880 a day of a source that is never quiet')),
    consoleFolders: z.array(z.string().regex(/^\//, 'must be a path from the root like /var/log').max(4_096)).max(100).default(['/var/log']).meta(about(
      'folders below which sources that are added in the console may read files', 'paths', '[/var/log]', 'who may add sources should not thereby read everything that the program can')),
  }).default({ spoolMb: 4_096, reserveMb: 256, sealSeconds: 30, consoleFolders: ['/var/log'] }).meta(about('how what sources send is kept (docs/collect.md)', '', '', '')),
  sensors: sensorHubSchema.optional().meta(about('where remote sensors report (docs/sensor.md)', '', 'none', 'nothing listens until you want it')),
  sensor: farSensorSchema.optional().meta(about('this machine as a remote sensor, `noroshi sensor` (docs/sensor.md)', '', 'as it was enrolled', 'nothing more is needed')),
  catalogue: catalogueSchema.meta(about('what is collected, on what basis, and who may use it (docs/keeping.md)', 'list', 'nothing is described', 'only you know')),
  retention: retentionSchema.meta(about('how long what is kept (docs/keeping.md)', '', 'everything, for ever', 'nothing is deleted until you say so')),
  geo: geoSchema.meta(about('where addresses are, and in whose network (docs/telescope.md)', '', 'the tables that come along', 'works offline')),
  telescope: telescopeSensorSchema.optional().meta(about('the telescope\'s permanent sensor, in `noroshi up` (docs/telescope.md)', '', 'none', 'nothing is captured until you want it')),
  gateway: gatewaySchema.meta(about('the gateway to language models, `noroshi ai gateway` (docs/ai.md)', '', 'none', 'no model is asked until you want it')),
  notify: notifySchema.meta(about('who is told what is found (docs/notify.md)', '', 'none', 'nobody is told until you want it')),
  limits: z.strictObject({
    workerHeapMb: wholeNumber(256, 65_536).default(2_048).meta(about(
      'memory of one worker process before it is stopped and its task tried once more; buffers outside its heap may take 1,024 MB more', 'MB', '2048',
      'a rule set takes 200 MB, a batch a few; beyond this it is out of hand')),
    workerSilenceSeconds: wholeNumber(5, 86_400).default(300).meta(about(
      'time without a sign of life before a worker is stopped', 'seconds', '300', 'it reports several times a second')),
  }).default({ workerHeapMb: 2_048, workerSilenceSeconds: 300 }).meta(about('what a worker may use', '', '', '')),
})

export type ConfigurationValues = z.infer<typeof configurationSchema>
