import * as z from 'zod'
import { about, organisationName, zone } from './key-schemas.ts'

/** What every kind of source has. */
export const sourceCommon = {
  name: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, 'may hold small letters, digits, -, _ and .; at most 63')
    .refine(name => !['noroshi', 'ai-gateway', 'ai-agents'].includes(name), 'is a source of the program\'s own; choose another name').meta(about(
    'what the source is called, in `noroshi source list` and in the paths of its evidence; once given it should stay', 'name', 'must be given',
    'its evidence is known by it')),
  organisation: organisationName.optional().meta(about('whose events these are', 'name', 'that of the installation', 'a single site never sees the concept')),
  zone: zone.optional().meta(about(
    'zone of local times that do not say theirs; goes before `zones`', 'zone', 'none: UTC, and each such time is flagged as assumed', 'a guess would be wrong silently')),
  dataset: z.string().regex(/^[a-z0-9_]+(?:\.[a-z0-9_-]+)+$/, 'must be a dataset like linux.syslog').optional().meta(about(
    'the dataset of all that comes, whatever it looks like', 'dataset', 'each record\'s own, as recognised', 'recognition is right for what is known')),
}

export const KIND = about(
  'how records arrive: `syslog`; `bulk`, as to Elasticsearch; `hec`, as to Splunk\'s HTTP Event Collector; `otlp`, OpenTelemetry logs over HTTP; `files`, followed as they grow; `flows`, NetFlow 5 and 9, IPFIX and sFlow 5; `dnstap`; `mailbox`, mails and reports; `pull`, feeds, objects and files',
  '', 'must be given', 'each kind has keys of its own')
