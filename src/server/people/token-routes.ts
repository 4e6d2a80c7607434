import { z } from '@hono/zod-openapi'
import type { Pool } from 'pg'
import type { ApiToken } from '../../store/accounts/api-token.ts'
import { apiTokens, deleteApiToken, makeApiToken } from '../../store/accounts/api-token.ts'
import { MOST_TOKEN_DAYS } from '../../store/accounts/defaults.ts'
import { displayName } from '../../store/accounts/account.ts'
import { atLeast, SCOPES } from '../../store/accounts/person.ts'
import { pageOf } from '../cursor.ts'
import { ApiError } from '../errors/api-error.ts'
import type { ServerRoute } from '../route.ts'
import { route } from '../route.ts'
import type { Authenticator } from '../sign-in/authenticate.ts'
import { formatDate } from './format-date.ts'

/** Of one's own; a token makes or deletes others only with the scope `admin`. */
const OWN = { roles: atLeast('viewer'), scope: 'admin', organisation: 'own', tlp: 'clear' } as const

const tokenSchema = z.object({
  id: z.string(), user: z.string(), label: z.string(), scopes: z.array(z.enum(SCOPES)), createdAt: z.string(), expiresAt: z.string(), usedAt: z.string().nullable(),
})

/** API tokens: one's own; administrators also see and delete those of others. */
export function tokenRoutes(pool: Pool, authenticator: Authenticator): ServerRoute[] {
  return [
    route({ method: 'get', path: '/tokens', summary: 'API tokens: one\'s own, or everybody\'s for administrators', access: OWN, answer: pageOf(tokenSchema) },
      async (_, { person }) => ({ items: (await apiTokens(pool, person.organisation, person.role === 'admin' ? null : person.name)).map(tokenView), next: null })),
    route({
      method: 'post', path: '/tokens', summary: 'Makes an API token; its secret is in this answer and nowhere else', access: OWN, status: 201,
      body: z.object({ label: displayName, scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length), days: z.int().min(1).max(MOST_TOKEN_DAYS).default(90) }),
      answer: z.object({ token: tokenSchema, secret: z.string() }),
    }, async ({ body }, { person, audit }) => {
      const { token, secret } = await makeApiToken(pool, person.name, { ...body, scopes: [...new Set(body.scopes)] })
      await audit('token.add', token.id, { scopes: token.scopes, expiresAt: formatDate(token.expiresAt) })
      return { token: tokenView(token), secret }
    }),
    route({ method: 'delete', path: '/tokens/{id}', summary: 'Deletes an API token: it ends at once', access: OWN, params: z.object({ id: z.uuid() }) },
      async ({ params: { id } }, { person, audit }) => {
        if (!await deleteApiToken(pool, person.organisation, person.role === 'admin' ? null : person.name, id)) throw new ApiError('not-found')
        authenticator.forgetAll()
        await audit('token.delete', id)
      }),
  ]
}

function tokenView({ id, account, label, scopes, createdAt, expiresAt, usedAt }: ApiToken): z.input<typeof tokenSchema> {
  return {
    id, user: account, label, scopes: [...scopes],
    createdAt: formatDate(createdAt), expiresAt: formatDate(expiresAt), usedAt: usedAt === null ? null : formatDate(usedAt),
  }
}
