import * as z from 'zod'
import { accessKey, bucketName, bucketPlace, sessionToken } from './bucket-keys.ts'
import { about, organisationName, path, wholeNumber } from './key-schemas.ts'
import { secretReference } from './secret-reference.ts'

const pattern = z.string().regex(/^[a-z0-9_.*-]{1,128}$/, 'must be a dataset like windows.sysmon, or several like telescope.*')

/** `retention:` in noroshi.yaml. */
export const retentionSchema = z.strictObject({
  cold: path.optional().meta(about(
    'the folder for what leaves the event store, as Parquet; a relative path starts at the file\'s own folder', 'path', 'none', 'another disk is cheaper, and only you know which')),
  coldStore: z.strictObject({
    bucket: bucketName.meta(about('the bucket for what leaves the event store', 'name', 'must be given', 'only you know which')),
    ...bucketPlace,
    prefix: z.string().max(500).regex(/^(?!\/)(?:.*\/)?$/, 'must be empty, or end with / and not begin with one').default('').meta(about('how the keys of the objects begin', 'text', 'none', 'a bucket may have other uses')),
    accessKey: accessKey.meta(about('the access key', 'text', 'must be given', '')),
    secretKey: secretReference.meta(about('where the secret key stands: `{env: NAME}` or `{file: PATH}`', '', 'must be given', 'secrets do not belong in a file that is shared')),
    sessionToken,
    authority: path.optional().meta(about(
      'authorities in PEM that the certificate of the store is checked against; relative paths start at the file\'s own folder', 'path', 'those of the system', 'a store of one\'s own often has a certificate of one\'s own')),
  }).optional().meta(about('in place of `cold`: a bucket of an S3-compatible store', '', 'none', 'the cheapest disk may be somebody else\'s')),
  everyHours: wholeNumber(0, 8_760).default(0).meta(about(
    'how often `noroshi up` does what the rules say; 0: only when `noroshi retention --apply` is given', 'hours', '0', 'nothing is ever deleted by itself until you want it')),
  rules: z.array(z.strictObject({
    datasets: z.array(pattern).min(1).meta(about('what the rule is about; `*` stands for any characters', 'datasets', 'must be given', 'each kind of log has its own term')),
    organisation: organisationName.optional().meta(about('whose', 'name', 'all organisations', 'a single site never sees the concept')),
    hotDays: wholeNumber(1, 36_500).optional().meta(about(
      'days after it was received, after which its events leave the event store for the cold folder or store; the evidence stays', 'days', 'none: they stay', 'what is rarely asked should not cost fast disk')),
    deleteDays: wholeNumber(1, 36_500).optional().meta(about(
      'days after it was received, after which evidence, events and cold files are deleted', 'days', 'none: kept for ever', 'only you know how long you may and must keep it')),
  })).default([]).meta(about('the first rule that fits a dataset counts; a dataset without one is kept', 'list', 'none: everything is kept', 'only you know your terms')),
}).superRefine(({ cold, coldStore, rules }, context) => {
  if (cold !== undefined && coldStore !== undefined) context.addIssue({ code: 'custom', path: ['coldStore'], message: 'is in place of `cold`: give one of them' })
  for (const [index, { hotDays, deleteDays }] of rules.entries()) {
    if (hotDays !== undefined && cold === undefined && coldStore === undefined) {
      context.addIssue({ code: 'custom', path: ['rules', index, 'hotDays'], message: 'needs `cold`, the folder where events go, or `coldStore`' })
    }
    if (hotDays === undefined && deleteDays === undefined) context.addIssue({ code: 'custom', path: ['rules', index], message: 'must have hotDays or deleteDays' })
    if (hotDays !== undefined && deleteDays !== undefined && deleteDays <= hotDays) {
      context.addIssue({ code: 'custom', path: ['rules', index, 'deleteDays'], message: 'must be more than hotDays' })
    }
  }
}).default({ everyHours: 0, rules: [] })

export type RetentionConfiguration = z.infer<typeof retentionSchema>
export type RetentionRule = RetentionConfiguration['rules'][number]
