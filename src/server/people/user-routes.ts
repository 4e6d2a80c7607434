import { z } from '@hono/zod-openapi'
import type { Pool } from 'pg'
import { accountName, accounts, addAccount, changeAccount, displayName, findAccount } from '../../store/accounts/account.ts'
import { ROLES, TLP_MARKINGS } from '../../store/accounts/person.ts'
import { makeSignInLink } from '../../store/accounts/sign-in-link.ts'
import { pageOf } from '../cursor.ts'
import type { Asked } from '../context.ts'
import { ApiError } from '../errors/api-error.ts'
import type { ServerRoute } from '../route.ts'
import { route } from '../route.ts'
import type { Authenticator } from '../sign-in/authenticate.ts'
import { SIGN_IN_PAGE } from '../sign-in/sign-in-page.ts'
import { userSchema, userView } from './person-view.ts'

const ADMIN = { roles: ['admin'], scope: 'admin', organisation: 'own', tlp: 'clear' } as const

const rights = { role: z.enum(ROLES), clearance: z.enum(TLP_MARKINGS), displayName }

const withLink = z.object({
  user: userSchema,
  /** Path and token of a sign-in link; null when none was asked for. */
  link: z.string().nullable(),
})

/** The accounts of the asker's organisation. */
export function userRoutes(pool: Pool, authenticator: Authenticator): ServerRoute[] {
  const linkFor = async (name: string, { audit }: Asked) => {
    await audit('account.link', name)
    return `${SIGN_IN_PAGE}${await makeSignInLink(pool, name)}`
  }
  return [
    route({ method: 'get', path: '/users', summary: 'Everybody who may sign in', access: ADMIN, answer: pageOf(userSchema) },
      async (_, { person }) => ({ items: (await accounts(pool, person.organisation)).map(userView), next: null })),
    route({
      method: 'post', path: '/users', summary: 'Adds an account and makes its first sign-in link', access: ADMIN, status: 201,
      body: z.object({ ...rights, name: accountName, displayName: displayName.optional(), role: rights.role.default('viewer'), clearance: rights.clearance.default('amber') }),
      answer: withLink,
    }, async ({ body }, asked) => {
      const account = await addAccount(pool, { ...body, displayName: body.displayName ?? body.name, organisation: asked.person.organisation })
      await asked.audit('account.add', account.name, { role: account.role, clearance: account.clearance })
      return { user: userView(account), link: await linkFor(account.name, asked) }
    }),
    route({
      method: 'patch', path: '/users/{name}', summary: 'Changes rights, disables an account, or makes a sign-in link', access: ADMIN,
      params: z.object({ name: accountName }),
      body: z.object(rights).partial().extend({ disabled: z.boolean().optional(), link: z.literal(true).optional() }), answer: withLink,
    }, async ({ params: { name }, body: { link, ...change } }, asked) => {
      const found = await findAccount(pool, name)
      if (found?.organisation !== asked.person.organisation) throw new ApiError('not-found')
      const isChange = Object.values(change).some(value => value !== undefined)
      const account = isChange ? await changeAccount(pool, asked.person.organisation, name, change) : found
      if (isChange) await asked.audit('account.change', name, change)
      authenticator.forgetAll()
      if (link === true && account.disabled) throw new ApiError('conflict', { problem: 'the account is disabled' })
      return { user: userView(account), link: link === true ? await linkFor(name, asked) : null }
    }),
  ]
}
