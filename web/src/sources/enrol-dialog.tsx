import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { makeSensorToken } from '../api/sensors.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, Select, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'

/** Minutes that a token may hold: an hour for who sits there, a week for a machine that is sent by post. */
const TERMS = { hour: 60, day: 1_440, week: 10_080 } as const

/** Makes a token that enrols one sensor, once, and says what to run there. @param port where sensors report @param name of one that is there, to enrol again */
export function EnrolDialog({ port, name, onClose }: { readonly port: number; readonly name?: string; readonly onClose: () => void }) {
  const { t } = useTranslation('sources')
  const make = useMutation({ mutationFn: (asked: { readonly name: string; readonly minutes: number }) => makeSensorToken(asked.name, asked.minutes) })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    make.mutate({ name: name ?? String(form.get('name')), minutes: Number(form.get('minutes')) })
  }
  return (
    <Dialog title={name === undefined ? t('sensors.enrol') : t('sensors.enrolAgain', { name })} onClose={onClose}>
      {make.data === undefined ? (
        <form onSubmit={submit} className="grid gap-3">
          <p className="text-muted">{t('sensors.enrolText')}</p>
          <Field label={t('name')}><TextInput name="name" required disabled={name !== undefined} defaultValue={name} autoFocus maxLength={63} pattern="[a-z0-9][a-z0-9\-]*" title={t('sensors.nameText')} autoComplete="off" className="data" /></Field>
          <Field label={t('sensors.holds')}><Select name="minutes" choices={(['hour', 'day', 'week'] as const).map(term => ({ value: String(TERMS[term]), label: t(`sensors.term.${term}`) }))} /></Field>
          {make.isError ? <ErrorNotice error={make.error} /> : null}
          <Button look="primary" type="submit" disabled={make.isPending}>{t('sensors.make')}</Button>
        </form>
      ) : (
        <div className="grid gap-4">
          <p className="text-muted">{t('sensors.once')}</p>
          <Shown title={t('sensors.token')} text={make.data.token} copyLabel={t('sensors.copyToken')} />
          <Shown title={t('sensors.run')} text={`noroshi sensor enrol --hub https://${location.hostname}:${port}\nnoroshi sensor`} copyLabel={t('sensors.copyCommand')} />
          <p className="text-small text-muted">{t('sensors.runText')}</p>
        </div>
      )}
    </Dialog>
  )
}

function Shown({ title, text, copyLabel }: { readonly title: string; readonly text: string; readonly copyLabel: string }) {
  return (
    <div>
      <h3 className="heading mb-1">{title}</h3>
      <p className="flex items-start gap-2 rounded-lg bg-raised px-3 py-2"><code className="data min-w-0 flex-1 break-all whitespace-pre-wrap">{text}</code><CopyButton text={text} label={copyLabel} /></p>
    </div>
  )
}
