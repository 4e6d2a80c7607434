import * as z from 'zod'
import { about } from './key-schemas.ts'
import { httpUrl, secretReference } from './secret-reference.ts'

export const bucketName = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}$/, 'must be the name of a bucket')

/** Where a bucket of an S3-compatible store is. */
export const bucketPlace = {
  endpoint: httpUrl.optional().meta(about('the store, where it is not Amazon\'s: MinIO, Ceph and others that speak S3', 'URL', 'Amazon S3 in `region`', '')),
  region: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be a region like ap-northeast-1').default('us-east-1').meta(about('the region of the bucket', 'name', 'us-east-1', 'what stores without regions expect')),
}

export const accessKey = z.string().min(1).max(200)

export const sessionToken = secretReference.optional().meta(about('where the token of temporary credentials stands', '', 'none', ''))
