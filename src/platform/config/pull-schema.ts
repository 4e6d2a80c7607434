import * as z from 'zod'
import { accessKey, bucketName, bucketPlace, sessionToken } from './bucket-keys.ts'
import { about, path, wholeNumber } from './key-schemas.ts'
import { dropFolder, everySeconds } from './mailbox-schema.ts'
import { httpUrl, secretReference } from './secret-reference.ts'
import { KIND, sourceCommon } from './source-common.ts'

/** A source of kind `pull`: what a URL holds, the objects of an S3-compatible store, or the files of a folder. */
export const pullSource = z.strictObject({
  ...sourceCommon,
  kind: z.literal('pull').meta(KIND),
  url: httpUrl.refine(url => !/^https?:\/\/[^/]*@/.test(url), 'must hold no user and password; give `authorization`').optional().meta(about('what is fetched over HTTP whenever it is another', 'URL', 'none', 'nothing is fetched until you want it')),
  authorization: secretReference.optional().meta(about('where the value of the header `Authorization` stands: `{env: NAME}` or `{file: PATH}`', '', 'none', 'secrets do not belong in a file that is shared')),
  bucket: bucketName.optional().meta(about('whose objects are fetched, each version once', 'name', 'none', '')),
  ...bucketPlace,
  prefix: z.string().max(1_024).default('').meta(about('how the keys of the objects begin', 'text', 'none: all', '')),
  accessKey: accessKey.optional().meta(about('the access key', 'text', 'none: anybody may read', '')),
  secretKey: secretReference.optional().meta(about('where the secret key stands: `{env: NAME}` or `{file: PATH}`', '', 'must be given with `accessKey`', 'secrets do not belong in a file that is shared')),
  sessionToken,
  folder: dropFolder,
  moveTo: z.string().regex(/^\//, 'must be a path from the root').max(4_096).optional().meta(about('where goes what was taken: a mailbox of the same account, or a folder', 'mailbox or path', 'none: it stays', 'nothing is changed until you want it')),
  authority: path.optional().meta(about(
    'authorities in PEM that the certificate of the server is checked against; relative paths start at the file\'s own folder', 'path', 'those of the system', 'a server of one\'s own often has a certificate of one\'s own')),
  allowPrivate: z.boolean().default(false).meta(about(
    'whether addresses that are not of the public net may be fetched from', '', 'false', 'who owns the name of a feed could point it at your inside')),
  everySeconds: everySeconds.default(300).meta(about(
    'time between two looks; a server that tells of new mail (IDLE) is not asked before', 'seconds', '300; `mailbox`: 60; a folder: 2', 'most feeds change a few times a day')),
  mostMb: wholeNumber(1, 65_536).default(1_024).meta(about('size of one content above which it is not taken but told', 'MB', '1024; `mailbox`: 64', 'the largest logs that are put into stores')),
}).superRefine(({ url, bucket, folder, accessKey: user, secretKey, moveTo }, context) => {
  const wrong = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
  if ([url, bucket, folder].filter(each => each !== undefined).length !== 1) return wrong('url', 'must be given, or `bucket`, or `folder`; one of them')
  if (user !== undefined && secretKey === undefined) wrong('secretKey', 'must be given with accessKey')
  if (moveTo !== undefined && folder === undefined) wrong('moveTo', 'is for folders: nothing is changed in a store or a feed')
})

export type PullConfiguration = z.infer<typeof pullSource>
