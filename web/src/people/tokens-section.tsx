import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteToken, tokensQuery } from '../api/people.ts'
import { Button } from '../components/button.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { showToast } from '../shell/toasts.tsx'
import { MakeTokenDialog } from './make-token-dialog.tsx'
import { SecretDialog } from './secret-dialog.tsx'

/** What programs come in with. */
export function TokensSection() {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const { data, error, isPending } = useQuery(tokensQuery)
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: ['people'] })
  const remove = useMutation({
    mutationFn: deleteToken,
    onSuccess: () => {
      showToast(t('removed'))
      void refresh()
    },
  })
  const failed = error ?? remove.error
  return (
    <Section title={t('tokens')} actions={<Button onClick={() => setMaking(true)}>{t('make')}</Button>}>
      <p className="mb-2 text-muted">{t('tokensText')}</p>
      {failed !== null ? <ErrorNotice error={failed} /> : isPending || data === undefined ? <Skeleton /> : data.items.length === 0
        ? <p className="text-muted">{t('noTokens')}</p> : (
        <Table label={t('tokens')}
          columns={[{ title: t('label'), kind: 'wide' }, { title: t('owner') }, { title: t('scopes') }, { title: t('expires'), kind: 'time' }, { title: t('used'), kind: 'time' }, { title: <span className="sr-only">{t('actions')}</span> }]}
          rows={data.items.map(({ id, label, user, scopes, expiresAt, usedAt }) => ({
            key: id,
            cells: [
              label, user, scopes.map(scope => t(`scope.${scope}`)).join(', '), <Time
                key="expires" time={expiresAt} />, usedAt === null ? t('never') : <Time key="used" time={usedAt} />,
              <Button key="remove" look="danger" aria-label={t('removeOf', { label })}
                onClick={() => remove.mutate(id)}>{t('remove')}</Button>,
            ],
          }))} />
      )}
      {making ? <MakeTokenDialog onClose={() => setMaking(false)} onDone={made => {
        setMaking(false)
        setSecret(made)
        void refresh()
      }} /> : null}
      {secret === null ? null : <SecretDialog title={t('secretTitle')} text={t('secretText')} secret={secret} copyLabel={t('copySecret')}
        onClose={() => setSecret(null)} />}
    </Section>
  )
}
