import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { GatewayVerdict } from '../api/gateway.ts'
import { addException, EXCEPTION_DAYS } from '../api/gateway.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { visibleText } from '../components/visible-text.ts'
import { showToast } from '../shell/toasts.tsx'
import { ReasonInBoth, useLayerName } from './marks.tsx'

interface ExceptDialogProps {
  /** Of the record. */
  readonly event: string
  readonly application: string
  readonly verdict: GatewayVerdict
  readonly onClose: () => void
}

/** Marks a verdict as wrong: why is asked, and for how long. */
export function ExceptDialog({ event, application, verdict, onClose }: ExceptDialogProps) {
  const { t } = useTranslation('ai')
  const layerName = useLayerName()
  const client = useQueryClient()
  const adding = useMutation({
    mutationFn: (form: FormData) => addException({ event, mark: verdict.mark, reason: String(form.get('reason') ?? ''), days: Number(form.get('days')) }),
    onSuccess: ({ expiresAt }) => {
      showToast(t('marked', { until: expiresAt.slice(0, 10) }))
      void client.invalidateQueries({ queryKey: ['ai', 'exceptions'] })
      onClose()
    },
  })
  const submit = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault()
    adding.mutate(new FormData(submitted.currentTarget))
  }
  return (
    <Dialog title={t('wrongTitle')} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3">
        <div><ReasonInBoth reason={verdict.reason} /></div>
        <p className="text-small text-muted">{t('wrongText', { application: visibleText(application), layer: layerName(verdict.layer) })}</p>
        <Field label={t('reason')}><TextInput name="reason" required maxLength={2_000} autoComplete="off" autoFocus /></Field>
        <Field label={t('days')}><TextInput name="days" type="number" min={1} max={EXCEPTION_DAYS.most} defaultValue={EXCEPTION_DAYS.byDefault} required className="w-28!" /></Field>
        {adding.isError ? <ErrorNotice error={adding.error} /> : null}
        <Button look="primary" type="submit" disabled={adding.isPending}>{t('wrong')}</Button>
      </form>
    </Dialog>
  )
}
