import { z } from '@hono/zod-openapi'
import { claimOf, isSignedBy } from '../../../notify/acknowledge/link-token.ts'
import type { LinkClaim } from '../../../notify/acknowledge/link-token.ts'
import type { Language } from '../../../model/reason.ts'
import { acknowledgeMessage, findMessage } from '../../../store/notify/list-messages.ts'
import { knownLinkKey } from '../../../store/notify/link-key.ts'
import { addAudit } from '../../../store/ledger/audit.ts'
import { inTransaction } from '../../../store/postgres/transaction.ts'
import type { Visit } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { publicRoute } from '../../route.ts'

const params = z.object({ token: z.string().max(200) })
const access = { public: 'the link in a message is what lets its reader in: it is signed, and tells nothing of what the message says' } as const

/** Looking changes nothing: mail programs and filters open every link before a person does. */
const lookRoute = publicRoute({ method: 'get', path: '/acknowledge/{token}', summary: 'The page that a message\'s link opens', params, access, media: 'text/html' }, async ({ params: { token } }, visit) => {
  const { message } = await claimed(token, visit)
  return pageOf(message.acknowledgedAt === null ? 'ask' : 'done', message.language)
})

const acknowledgeRoute = publicRoute({
  method: 'post', path: '/acknowledge/{token}', summary: 'Says that the message was read: reminders and escalation end', params, access, media: 'text/html',
}, async ({ params: { token } }, visit) => {
  const { claim, message } = await claimed(token, visit)
  const { store: { ledger: { pool } }, now } = visit.services
  await inTransaction(pool, async client => {
    await acknowledgeMessage(client, claim.organisation, claim.message, message.recipient, now())
    await addAudit(client, claim.organisation, {
      person: message.recipient, action: 'notification.acknowledge', subject: claim.message, details: { request: visit.requestId, address: visit.address, link: true },
    })
  })
  return pageOf('done', message.language)
})

export const acknowledgeRoutes: readonly ServerRoute[] = [lookRoute, acknowledgeRoute]

/** @throws ApiError `not-found` for whatever was not signed by us, and for what is gone */
async function claimed(token: string, { services: { store: { ledger: { pool } } } }: Visit): Promise<{ readonly claim: LinkClaim; readonly message: NonNullable<Awaited<ReturnType<typeof findMessage>>> }> {
  const claim = claimOf(token)
  const key = claim === null ? null : await knownLinkKey({ pool, organisation: claim.organisation })
  if (claim === null || key === null || !isSignedBy(claim, key)) throw new ApiError('not-found')
  const message = await findMessage({ pool, organisation: claim.organisation }, claim.message)
  if (message === undefined) throw new ApiError('not-found')
  return { claim, message }
}

function pageOf(state: 'ask' | 'done', language: Language): Response {
  const { title, ask, button, done } = WORDS[language]
  const content = state === 'ask' ? `<p>${ask}</p><form method="post"><button type="submit">${button}</button></form>` : `<p>${done}</p>`
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${content}</html>`
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': 'default-src \'none\'; form-action \'self\'; base-uri \'none\'; frame-ancestors \'none\'' },
  })
}

const WORDS: Readonly<Record<Language, { readonly title: string; readonly ask: string; readonly button: string; readonly done: string }>> = {
  en: { title: 'Noroshi', ask: 'Confirm that you have read the message from which you came here. Nobody will remind you of it any more.', button: 'I have read it', done: 'Thank you: it is noted that you have read the message.' },
  ja: { title: 'Noroshi', ask: 'このページを開いたメッセージの内容を確認したことを通知します。以後、再送は行われません。', button: '確認しました', done: 'ありがとうございます。確認済みとして記録しました。' },
}
