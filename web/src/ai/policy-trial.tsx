import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApplicationPolicy, GatewayPolicy } from '../api/gateway.ts'
import { ApiError } from '../api/api-error.ts'
import { keepPolicy, tryPolicy } from '../api/gateway.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Field, Select, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { ApplicationLimits } from './application-limits.tsx'
import { contradicts, PolicyForm } from './policy-form.tsx'
import { withoutEmptyLines } from './topic-settings.tsx'
import { TrialResult } from './trial-result.tsx'

interface PolicyTrialProps {
  readonly application: ApplicationPolicy
  /** Those that have a name. */
  readonly named: readonly GatewayPolicy[]
  readonly onClose: () => void
}

/** Another policy: it is edited, tried on what was recorded, and only then put in place. */
export function PolicyTrial({ application: { name, configured, kept, limits }, named, onClose }: PolicyTrialProps) {
  const { t } = useTranslation(['ai', 'components'])
  const present = kept?.policy ?? configured
  const standard = named.find(each => each.name === 'default') ?? configured
  const [edited, setPolicy] = useState(present)
  const policy = withoutEmptyLines(edited)
  const trying = useMutation({ mutationFn: (wanted: GatewayPolicy) => tryPolicy(name, wanted) })
  // By what it says: two that say the same are the same.
  const isTried = trying.isSuccess && JSON.stringify(trying.variables) === JSON.stringify(policy)
  const tryIt = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    trying.mutate(policy)
  }
  return (
    <Section title={t('trial', { name: visibleText(name) })} actions={<IconButton label={t('components:close')} icon="close" onClick={onClose} />}>
      <form onSubmit={tryIt} className="grid gap-4">
        <div className="max-w-72">
          <Field label={t('startFrom')}>
            <Select autoFocus defaultValue="" choices={[{ value: '', label: t('present') }, ...named.map(each => ({ value: each.name, label: each.name }))]}
              onChange={({ target }) => setPolicy(named.find(each => each.name === target.value) ?? present)} />
          </Field>
        </div>
        <PolicyForm policy={edited} standard={standard} onChange={setPolicy} />
        <div><Button type="submit" look={isTried ? 'plain' : 'primary'} disabled={trying.isPending || contradicts(policy)}>{t(trying.isPending ? 'trying' : 'try')}</Button></div>
      </form>
      {trying.isError ? <div className="mt-4"><ErrorNotice error={trying.error}>{hasPatterns(policy) && trying.error instanceof ApiError && trying.error.code === 'bad-request' ? <p>{t('topic.bad')}</p> : null}</ErrorNotice></div> : null}
      {trying.data === undefined ? null : <div className="mt-5"><TrialResult trial={trying.data} /></div>}
      {trying.isSuccess && !isTried ? <p className="mt-4 text-small text-high">{t('tryFirst')}</p> : null}
      {isTried ? <KeepForm name={name} policy={policy} onKept={onClose} /> : null}
      <ApplicationLimits limits={limits} />
    </Section>
  )
}

/** They are the one thing that may be written here and cannot be read. */
function hasPatterns({ topics }: GatewayPolicy): boolean {
  return topics.some(({ patterns }) => patterns.length > 0)
}

function KeepForm({ name, policy, onKept }: { readonly name: string; readonly policy: GatewayPolicy; readonly onKept: () => void }) {
  const { t } = useTranslation('ai')
  const client = useQueryClient()
  const mayKeep = useMay('lead')
  const keeping = useMutation({
    mutationFn: (reason: string) => keepPolicy(name, policy, reason),
    onSuccess: () => {
      showToast(t('kept'))
      void client.invalidateQueries({ queryKey: ['ai', 'policies'] })
      onKept()
    },
  })
  if (!mayKeep) return <p className="mt-4 text-small text-muted">{t('keepByLead')}</p>
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    keeping.mutate(String(new FormData(event.currentTarget).get('reason') ?? ''))
  }
  return (
    <form onSubmit={submit} className="mt-5 grid gap-2 border-t border-line pt-4">
      <p className="text-small text-muted">{t('keepText', { name: visibleText(name) })}</p>
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-52 flex-1"><Field label={t('reason')}><TextInput name="reason" required maxLength={2_000} autoComplete="off" /></Field></div>
        <Button look="primary" type="submit" disabled={keeping.isPending}>{t('keep')}</Button>
      </div>
      {keeping.isError ? <ErrorNotice error={keeping.error} /> : null}
    </form>
  )
}
