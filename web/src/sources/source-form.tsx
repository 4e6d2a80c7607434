import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AskedSource, SourceKind, SourceSettings, SourceTrial } from '../api/sources.ts'
import { trySource } from '../api/sources.ts'
import { Button } from '../components/button.tsx'
import { Field, Select } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { visibleText } from '../components/visible-text.ts'
import { EntryFields } from './entry-fields.tsx'
import type { EntryValues } from './entry-values.ts'
import { entryOf, valuesOf } from './entry-values.ts'

interface SourceFormProps {
  readonly kinds: readonly SourceKind[]
  /** Null for a new one. */
  readonly settings: SourceSettings | null
  readonly title: string
  /** Takes it into use. */
  readonly save: (asked: AskedSource) => Promise<unknown>
}

/** Says what a source shall be; what was tried, and as it was tried, can be saved. */
export function SourceForm({ kinds, settings, title, save }: SourceFormProps) {
  const { t } = useTranslation('sources')
  const [kind, setKind] = useState(String(settings?.entry['kind'] ?? kinds[0]?.kind ?? ''))
  const fields = kinds.find(each => each.kind === kind)?.fields ?? []
  const [values, setValues] = useState<EntryValues>(settings === null ? {} : valuesOf(settings.entry, fields))
  const secrets = settings?.secrets ?? []
  const asked = entryOf(kind, values, fields, secrets)
  const [tried, setTried] = useState('')
  const trial = useMutation({ mutationFn: trySource, onMutate: () => setTried(JSON.stringify(asked)) })
  const saving = useMutation({ mutationFn: save })
  const isTried = trial.data?.failure === null && tried === JSON.stringify(asked)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    saving.reset()
    if (isTried) saving.mutate(asked)
    else trial.mutate(asked)
  }
  return (
    <Section title={title}>
      <form onSubmit={submit} className="grid gap-4">
        <div className="md:w-1/2 md:pr-2">
          <Field label={t('kindTitle')}>
            <Select value={kind} disabled={settings !== null} onChange={({ target }) => setKind(target.value)}
              choices={kinds.map(each => ({ value: each.kind, label: t(`kind.${each.kind}`, { defaultValue: each.kind }) }))} />
          </Field>
          <p className="mt-1 text-tiny text-muted">{t(`kindText.${kind}`, { defaultValue: '' })}</p>
        </div>
        <EntryFields fields={fields} values={values} secrets={secrets} isNamed={settings !== null} onChange={setValues} />
        {trial.isError ? <ErrorNotice error={trial.error} /> : trial.data === undefined || tried !== JSON.stringify(asked) ? null : <TrialNotice trial={trial.data} />}
        {saving.isError ? <ErrorNotice error={saving.error} /> : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button look={isTried ? 'plain' : 'primary'} type={isTried ? 'button' : 'submit'} disabled={trial.isPending} onClick={isTried ? () => trial.mutate(asked) : undefined}>{t(trial.isPending ? 'trying' : isTried ? 'tryAgain' : 'try')}</Button>
          <Button look={isTried ? 'primary' : 'plain'} type={isTried ? 'submit' : 'button'} disabled={!isTried || saving.isPending}>{t(saving.isPending ? 'saving' : 'save')}</Button>
          {isTried ? null : <span className="text-small text-muted">{t('tryFirst')}</span>}
        </div>
      </form>
    </Section>
  )
}

/** What came of trying. */
function TrialNotice({ trial: { places, failure, troubles } }: { readonly trial: SourceTrial }) {
  const { t } = useTranslation('sources')
  const works = failure === null
  return (
    <div role="status" className="flex gap-3 rounded-lg bg-raised px-4 py-3">
      <Icon name={works ? 'check' : 'warning'} className={`mt-0.5 size-5 ${works ? 'text-low' : 'text-critical'}`} />
      <div className="min-w-0 flex-1 text-small">
        <p className="font-semibold">{t(works ? 'trial.works' : 'trial.fails')}</p>
        {works ? places.map(place => <p key={place} className="data">{visibleText(place)}</p>) : <p className="data wrap-anywhere">{visibleText(failure)}</p>}
        {troubles.length === 0 ? null : <><p className="mt-1 font-medium text-high">{t('trial.troubles')}</p>{troubles.map(trouble => <p key={trouble} className="data wrap-anywhere">{visibleText(trouble)}</p>)}</>}
      </div>
    </div>
  )
}
