import { encodeStrictly } from './sign-request.ts'

/** A bucket of an S3-compatible store. */
export interface Bucket {
  /** `https://minio.example:9000`; undefined: Amazon's. */
  readonly endpoint?: string | undefined
  readonly region: string
  readonly bucket: string
}

/** Where its objects lie; ends with a slash. Where an endpoint is given the bucket is part of the path, which every store understands. */
export function bucketUrl({ endpoint, region, bucket }: Bucket): URL {
  return endpoint === undefined ? new URL(`https://${bucket}.s3.${region}.amazonaws.com/`) : new URL(`${endpoint.replace(/\/$/, '')}/${encodeStrictly(bucket)}/`)
}

export function objectUrl(bucket: URL, key: string): URL {
  const url = new URL(bucket)
  url.pathname += key.split('/').map(encodeStrictly).join('/')
  return url
}
