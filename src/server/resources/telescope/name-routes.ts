import { z } from '@hono/zod-openapi'
import { hasFigured } from '../../../store/telescope/figures-store.ts'
import { fingerprintNames, forgetFingerprintName, nameFingerprint } from '../../../store/telescope/fingerprint-names.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { DECIDE, LOOK } from '../rights.ts'

const fingerprint = z.string().max(60).describe('as the telescope calls an unknown tool: `unknown-0a1b2c3d`')
const nameSchema = z.object({ fingerprint: z.string(), name: z.string(), person: z.string(), at: z.string() })

const listRoute = route({
  method: 'get', path: '/telescope/names', access: LOOK, summary: 'What people call the tools that the telescope found by itself', answer: z.object({ items: z.array(nameSchema) }),
}, async (_, asked) => ({ items: isAtHome(asked) ? await fingerprintNames(asked.store.ledger) : [] }))

const nameRoute = route({
  method: 'post', path: '/telescope/names/{fingerprint}', access: DECIDE, summary: 'Gives an unknown tool a name, or takes it away; written down in the audit trail', params: z.object({ fingerprint }),
  body: z.object({
    name: z.string().trim().min(1).max(60).regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u, 'may hold letters, digits, blanks, ., _ and -').nullable().describe('null: its own name again'),
  }),
  answer: z.object({ items: z.array(nameSchema) }),
}, async ({ params, body: { name } }, asked) => {
  if (!isAtHome(asked) || !await isKnown(asked, params.fingerprint)) throw new ApiError('not-found')
  const { store: { ledger }, person } = asked
  await asked.audit('telescope.name', params.fingerprint, { name })
  if (name === null) await forgetFingerprintName(ledger, params.fingerprint)
  else await nameFingerprint(ledger, { fingerprint: params.fingerprint, name, person: person.name })
  return { items: await fingerprintNames(ledger) }
})

/** Whether the telescope ever told of it. */
async function isKnown({ services, store }: Asked, wanted: string): Promise<boolean> {
  return services.telescope?.state?.unknownFingerprints.some(({ name }) => name === wanted) === true || await hasFigured(store.ledger, wanted)
}

function isAtHome({ person, services }: Asked): boolean {
  return person.organisation === services.store.ledger.organisation
}

export const nameRoutes: readonly ServerRoute[] = [listRoute, nameRoute]
