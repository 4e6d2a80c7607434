import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { NoroshiError } from '../../platform/noroshi-error.ts'

/** As whom PostgreSQL runs: it refuses to run as root, and `initdb` as a user that the system has no name for. */
export type ServerAccount =
  /** As whom we run. */
  | { readonly kind: 'own' }
  /** As whom we run, seen under another number inside a user namespace (user_namespaces(7)). */
  | { readonly kind: 'namespace'; readonly uid: number }
  /** As the system's user `postgres`. */
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number }

/** A program with its arguments, and the user that runs it where that is not ours. */
export interface Command {
  readonly command: string
  readonly args: readonly string[]
  readonly uid?: number
  readonly gid?: number
}

export function chooseServerAccount(): ServerAccount {
  const own = process.getuid?.() ?? 0
  const users = systemUsers()
  if (own !== 0 && users.some(({ uid }) => uid === own)) return { kind: 'own' }
  const { uid } = users.find(user => user.uid === 1_000) ?? users.find(user => user.uid > 0 && user.uid < 65_534) ?? { uid: 1_000 }
  if (canRun('unshare', [...namespaceOptions(uid), 'true'])) return { kind: 'namespace', uid }
  return own === 0 ? postgresUser() : { kind: 'own' }
}

/** The system's user `postgres`, made where there is none. Only root may ask. */
export function postgresUser(): ServerAccount {
  const find = () => systemUsers().find(({ name }) => name === 'postgres')
  if (find() === undefined) canRun('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
  const user = find()
  if (user === undefined) {
    throw new NoroshiError('child-start-failed', 'PostgreSQL does not run as root, user namespaces are denied, and a user postgres cannot be made')
  }
  return { kind: 'user', uid: user.uid, gid: user.gid }
}

export function runAs(account: ServerAccount, command: string, args: readonly string[]): Command {
  switch (account.kind) {
    case 'own':
      return { command, args }
    case 'namespace':
      return { command: 'unshare', args: [...namespaceOptions(account.uid), '--', command, ...args] }
    case 'user':
      return { command, args, uid: account.uid, gid: account.gid }
  }
}

/**
 * The same, but the kernel asks it to stop (SIGINT: PostgreSQL's fast stop) when its parent dies, however suddenly; without `setpriv`
 * the next start finds and stops it.
 */
export function runWithParent(account: ServerAccount, command: string, args: readonly string[]): Command {
  const options = ['--pdeathsig', 'INT']
  if (!canRun('setpriv', [...options, 'true'])) return runAs(account, command, args)
  // Inside the namespace: entering it would clear the request.
  return runAs(account, 'setpriv', [...options, '--', command, ...args])
}

export function canRun(command: string, args: readonly string[], as: { readonly uid?: number; readonly gid?: number } = {}): boolean {
  return spawnSync(command, args, { stdio: 'ignore', cwd: '/', ...as }).status === 0
}

function namespaceOptions(uid: number): string[] {
  return ['--user', `--map-user=${uid}`, `--map-group=${uid}`]
}

interface SystemUser { readonly name: string; readonly uid: number; readonly gid: number }

function systemUsers(): SystemUser[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':')).filter(({ length }) => length >= 4)
      .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
  } catch {
    return []
  }
}
