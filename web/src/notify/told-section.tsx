import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Notification } from '../api/notifications.ts'
import { acknowledge, notificationsQuery } from '../api/notifications.ts'
import { Button } from '../components/button.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Time } from '../components/time.tsx'
import { visibleLines } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'

/** Who was told of a case, the newest first; nothing where nobody was: an installation that tells nobody never shows the concept. */
export function ToldSection({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation('notify')
  const { data, error } = useQuery(notificationsQuery(caseId))
  if (error === null && (data === undefined || data.items.length === 0)) return null
  return (
    <Section title={t('title')}>
      {error !== null ? <ErrorNotice error={error} />
        : <ul className="space-y-3">{data?.items.map(message => <ToldRow key={message.id} caseId={caseId} message={message} />)}</ul>}
    </Section>
  )
}

function ToldRow({ caseId, message }: { readonly caseId: string; readonly message: Notification }) {
  const { t } = useTranslation('notify')
  const client = useQueryClient()
  const mayDecide = useMay('analyst')
  const { id, channel, recipient, occasion, state, reason, said, createdAt, sentAt, acknowledgedAt, acknowledgedBy } = message
  const [kind = '', number = ''] = occasion.split('-')
  const reading = useMutation({ mutationFn: () => acknowledge(id), onSuccess: () => client.invalidateQueries({ queryKey: notificationsQuery(caseId).queryKey }) })
  const isTrouble = state === 'held' || state === 'failed'
  const why = reason !== '' ? reason : isTrouble || state === 'waiting' ? said : ''
  return (
    <li className="text-small">
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 wrap-anywhere">
          <b className="font-semibold">{visibleLines(recipient)}</b> <span className="text-muted">{visibleLines(channel)} · {t(`occasion.${kind}`, { number, defaultValue: occasion })}</span>
        </p>
        {state === 'sent' && acknowledgedAt === null && mayDecide
          ? <Button look="quiet" icon="check" className="-my-1" disabled={reading.isPending} aria-label={t('acknowledgeOf', { recipient })} onClick={() => reading.mutate()}>{t('acknowledge')}</Button>
          : null}
      </div>
      <p className="text-tiny text-muted">
        <span className={isTrouble ? 'text-critical' : ''}>{t(`state.${state}`)}</span> · <Time time={sentAt ?? createdAt} />
        {acknowledgedBy === null ? '' : ` · ${t('read', { by: acknowledgedBy })}`}
      </p>
      {why === '' ? null : <p className="text-tiny wrap-anywhere text-muted">{visibleLines(why)}</p>}
      {reading.error === null ? null : <ErrorNotice error={reading.error} />}
    </li>
  )
}
