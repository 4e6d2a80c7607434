import { takeFolder } from '../../observe/drop-folder/take-folder.ts'
import type { AfterTaking } from '../../observe/mailbox/take-mailbox.ts'
import { takeMailbox } from '../../observe/mailbox/take-mailbox.ts'
import { takeFeed } from '../../observe/pull/take-feed.ts'
import { takeObjects } from '../../observe/pull/take-objects.ts'
import type { Receive } from '../../pipeline/collect/receiver.ts'
import type { MailboxConfiguration } from '../../platform/config/mailbox-schema.ts'
import type { PullConfiguration } from '../../platform/config/pull-schema.ts'
import { readSecret } from '../../platform/config/secret-reference.ts'

/** What receives for a mailbox: of a server, or a folder. Secrets are read whenever they are shown, so that a new one holds at once. */
export function receiveMailbox({ host = '', port, security, authority, user = '', password, token, mailbox, markSeen, folder, moveTo, everySeconds, mostMb }: MailboxConfiguration): Receive {
  if (folder !== undefined) return spool => takeFolder({ folder, moveTo }, spool)
  const after: AfterTaking = moveTo !== undefined ? { kind: 'move', mailbox: moveTo } : { kind: markSeen ? 'seen' : 'leave' }
  return spool => takeMailbox({
    host, port: port ?? (security === 'tls' ? 993 : 143), security, authority, user, mailbox, after, everyMs: everySeconds * 1_000, literalBytes: mostMb * 1_000_000,
    credential: () => (token === undefined ? { kind: 'password', secret: password === undefined ? '' : readSecret(password) } : { kind: 'token', secret: readSecret(token) }),
  }, spool)
}

/** What receives for a source that is pulled: a feed, the objects of a store, or a folder. */
export function receivePull({ url, authorization, bucket, endpoint, region, prefix, accessKey, secretKey, sessionToken, folder, moveTo, authority, allowPrivate, everySeconds, mostMb }: PullConfiguration): Receive {
  const shared = { authority, allowPrivate, everyMs: everySeconds * 1_000, mostBytes: mostMb * 1_000_000 }
  if (folder !== undefined) return spool => takeFolder({ folder, moveTo }, spool)
  if (url !== undefined) return spool => takeFeed({ ...shared, url, ...(authorization === undefined ? {} : { authorization: () => readSecret(authorization) }) }, spool)
  const credentials = () => (accessKey === undefined || secretKey === undefined ? null
    : { accessKey, secretKey: readSecret(secretKey), sessionToken: sessionToken === undefined ? undefined : readSecret(sessionToken) })
  return spool => takeObjects({ ...shared, endpoint, region, bucket: bucket ?? '', prefix, credentials }, spool)
}
