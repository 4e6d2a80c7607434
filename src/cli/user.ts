import type { Pool } from 'pg'
import type { Language } from '../model/reason.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { listenAddress } from '../server/listen-address.ts'
import { SIGN_IN_PAGE } from '../server/sign-in/sign-in-page.ts'
import type { Account } from '../store/accounts/account.ts'
import { accountName, accounts, addAccount, changeAccount, displayName, findAccount } from '../store/accounts/account.ts'
import type { Role, TlpMarking } from '../store/accounts/person.ts'
import { makeSignInLink } from '../store/accounts/sign-in-link.ts'
import { addAudit } from '../store/ledger/audit.ts'
import { inTransaction } from '../store/postgres/transaction.ts'
import { enterOrganisation } from './enter-organisation.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf } from './settings.ts'
import { sharedStore, terminal } from './terminal.ts'
import type { UserList } from './user-schema.ts'
import { withStateStore } from './with-state-store.ts'

export interface UserOptions extends CommonOptions {
  readonly lang: Language
  /** Who asks; set by the client of a running server. */
  readonly actor?: string
}

export interface UserAddOptions extends UserOptions {
  readonly role: Role
  readonly clearance: TlpMarking
  readonly displayName?: string
  /** Without it that of the installation. */
  readonly organisation?: string
}

/** `noroshi user add`: prints the account's first sign-in link. */
export async function addUser(name: string, options: UserAddOptions): Promise<number> {
  const { role, clearance, lang } = options
  const shown = checked(displayName, options.displayName ?? name)
  await withAccounts(options, async ({ pool, organisation: own, note, origin }) => {
    const organisation = await enterOrganisation(pool, options.organisation ?? own)
    await addAccount(pool, { name: checked(accountName, name), displayName: shown, role, organisation, clearance })
    await note('account.add', name, { role, clearance, ...(organisation !== own && { organisation }) })
    terminal().stdout.write(WORDS[lang].link(name, `${origin}${SIGN_IN_PAGE}${await makeSignInLink(pool, name)}`))
  })
  return 0
}

/** `noroshi user reset`: prints a new sign-in link. */
export async function resetUser(name: string, options: UserOptions): Promise<number> {
  await withAccounts(options, async ({ pool, note, origin }) => {
    const account = await anyAccount(pool, name)
    if (account.disabled) await changeAccount(pool, account.organisation, name, { disabled: false })
    await note('account.link', name, { enabled: account.disabled })
    terminal().stdout.write(WORDS[options.lang].link(name, `${origin}${SIGN_IN_PAGE}${await makeSignInLink(pool, name)}`))
  })
  return 0
}

/** `noroshi user disable`: ends their sessions and tokens. */
export async function disableUser(name: string, options: UserOptions): Promise<number> {
  await withAccounts(options, async ({ pool, note }) => {
    const { organisation } = await anyAccount(pool, name)
    await changeAccount(pool, organisation, name, { disabled: true })
    await note('account.change', name, { disabled: true })
    terminal().stdout.write(WORDS[options.lang].disabled(name))
  })
  return 0
}

/** `noroshi user list`: of all organisations, since who may use the data folder answers for all accounts in it. */
export async function listUsers(options: UserOptions & { readonly json?: boolean }): Promise<number> {
  await withAccounts(options, async ({ pool, organisation }) => {
    const all = await accounts(pool)
    const isOne = all.every(each => each.organisation === organisation)
    const { stdout } = terminal()
    if (options.json === true) stdout.write(`${JSON.stringify({ users: all.map(jsonOf) })}\n`)
    else if (all.length === 0) stdout.write(WORDS[options.lang].none)
    else for (const account of all) stdout.write(lineOf(account, isOne ? '' : `${account.organisation.padEnd(16)}  `, options.lang))
  })
  return 0
}

interface Accounts {
  readonly pool: Pool
  readonly organisation: string
  readonly origin: string
  /** Into the audit trail. */
  note(action: string, subject: string, details: Readonly<Record<string, unknown>>): Promise<void>
}

/** Over the running server's store, or with the state store alone. */
async function withAccounts(options: UserOptions, work: (accounts: Accounts) => Promise<void>): Promise<void> {
  const shared = sharedStore()
  const person = actorOf(options.actor)
  const accountsOf = (pool: Pool, organisation: string, origin: string): Accounts => ({
    pool, organisation, origin, note: (action, subject, details) => inTransaction(pool, client => addAudit(client, organisation, { person, action, subject, details })),
  })
  if (shared !== null) {
    await work(accountsOf(shared.store.ledger.pool, shared.store.ledger.organisation, shared.origin))
    return shared.accountsChanged()
  }
  await withStateStore(options, ({ settings, ledger: { pool, organisation } }) => work(accountsOf(pool, organisation, listenAddress(settings.server.listen).origin)))
}

/** @throws NoroshiError `no-such-account` */
async function anyAccount(pool: Pool, name: string): Promise<Account> {
  const account = await findAccount(pool, name)
  if (account === undefined) throw new NoroshiError('no-such-account', `there is no account ${name}`)
  return account
}

/** @throws NoroshiError `usage` */
function checked<T>(schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: readonly { message: string }[] } } }, value: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new NoroshiError('usage', `"${value}" is no name: ${result.error.issues[0]?.message ?? ''}`)
}

function jsonOf({ name, displayName: shown, role, organisation, clearance, disabled, hasPassword, createdAt }: Account): UserList['users'][number] {
  return { name, displayName: shown, role, organisation, clearance, disabled, hasPassword, createdAt: createdAt.toISOString() }
}

/** @param whose with its blanks; empty where there is one organisation only */
function lineOf({ name, displayName: shown, role, clearance, disabled, hasPassword }: Account, whose: string, language: Language): string {
  const words = WORDS[language]
  const state = disabled ? words.isDisabled : hasPassword ? '' : words.noPassword
  return `${name.padEnd(20)}  ${whose}${role.padEnd(8)}  TLP:${clearance.toUpperCase().padEnd(13)}  ${shown}${state}\n`
}

const WORDS: Readonly<Record<Language, {
  link(name: string, link: string): string
  disabled(name: string): string
  readonly none: string
  readonly isDisabled: string
  readonly noPassword: string
}>> = {
  en: {
    link: (name, link) => `Sign-in link for ${name}, valid once within 15 minutes while the server runs:\n${link}\n`,
    disabled: name => `${name} is disabled; sessions and tokens have ended\n`,
    none: 'There are no accounts yet; the first start of noroshi up makes one\n',
    isDisabled: ' (disabled)',
    noPassword: ' (no password yet)',
  },
  ja: {
    link: (name, link) => `${name} のサインイン用リンク(サーバー稼働中に 15 分以内、1 回のみ有効):\n${link}\n`,
    disabled: name => `${name} を無効にし、セッションとトークンを終了しました\n`,
    none: 'アカウントはまだありません。noroshi up の初回起動時に作成されます\n',
    isDisabled: '(無効)',
    noPassword: '(パスワード未設定)',
  },
}
