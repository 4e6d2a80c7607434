import * as z from 'zod'
import { ROLES, TLP_MARKINGS } from '../store/accounts/person.ts'

/** What `noroshi user list --json` prints. */
export const userListSchema = z.strictObject({
  users: z.array(z.strictObject({
    name: z.string().describe('what they sign in with'),
    displayName: z.string(),
    role: z.enum(ROLES),
    organisation: z.string(),
    clearance: z.enum(TLP_MARKINGS).describe('the strictest TLP 2.0 marking they may see'),
    disabled: z.boolean(),
    hasPassword: z.boolean(),
    createdAt: z.string().describe('ISO 8601 UTC'),
  })),
}).meta({ title: 'Accounts', description: '`noroshi user list --json`' })

export type UserList = z.infer<typeof userListSchema>
