import { z } from '@hono/zod-openapi'
import { formatDate } from './format-date.ts'
import type { Account } from '../../store/accounts/account.ts'
import { ROLES, TLP_MARKINGS } from '../../store/accounts/person.ts'
import type { Person } from '../../store/accounts/person.ts'

/** How the API shows people. */
export const personSchema = z.object({
  name: z.string(), displayName: z.string(), role: z.enum(ROLES), organisation: z.string(), clearance: z.enum(TLP_MARKINGS),
})

export const userSchema = personSchema.extend({ disabled: z.boolean(), hasPassword: z.boolean(), createdAt: z.string() })

export function personView({ name, displayName, role, organisation, clearance }: Person): z.infer<typeof personSchema> {
  return { name, displayName, role, organisation, clearance }
}

export function userView(account: Account): z.infer<typeof userSchema> {
  const { disabled, hasPassword, createdAt } = account
  return { ...personView(account), disabled, hasPassword, createdAt: formatDate(createdAt) }
}
