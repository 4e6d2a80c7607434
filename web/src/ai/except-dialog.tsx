import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GatewayRecord, GatewayVerdict } from '../api/gateway.ts'
import { addException, EXCEPTION_DAYS } from '../api/gateway.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { visibleText } from '../components/visible-text.ts'
import { showToast } from '../shell/toasts.tsx'
import { ReasonInBoth, useLayerName } from './marks.tsx'

interface ExceptDialogProps {
  readonly record: GatewayRecord
  readonly verdict: GatewayVerdict
  readonly onClose: () => void
}

const DAY_MS = 86_400_000

/** Marks a verdict as wrong: how little that lifts and when it ends is told, why is asked, and for how long. */
export function ExceptDialog({ record: { id: event, application, verdicts }, verdict, onClose }: ExceptDialogProps) {
  const { t } = useTranslation('ai')
  const layerName = useLayerName()
  const client = useQueryClient()
  const [days, setDays] = useState<number>(EXCEPTION_DAYS.byDefault)
  const adding = useMutation({
    mutationFn: (reason: string) => addException({ event, mark: verdict.mark, reason, days }),
    onSuccess: ({ expiresAt }) => {
      showToast(t('marked', { until: expiresAt.slice(0, 10) }))
      void client.invalidateQueries({ queryKey: ['ai', 'exceptions'] })
      onClose()
    },
  })
  const submit = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault()
    adding.mutate(String(new FormData(submitted.currentTarget).get('reason') ?? ''))
  }
  const others = verdicts.filter(({ mark }) => mark !== verdict.mark).length
  return (
    <Dialog title={t('wrongTitle')} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3">
        <div><ReasonInBoth reason={verdict.reason} /></div>
        <div className="rounded-lg border border-line p-3 text-small">
          <p className="mb-2 font-medium">{t('wrongText')}</p>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
            <Part name={t('facts.application')}>{visibleText(application)}</Part>
            <Part name={t('narrow.author')}>{t(`origin.${verdict.origin}`, { defaultValue: verdict.origin })}</Part>
            <Part name={t('narrow.look')}>{layerName(verdict.layer)}{verdict.kind === '' ? null : <span className="data"> {visibleText(verdict.kind)}</span>}</Part>
            <Part name={t('narrow.text')}>{t(`matter.${matterOf(verdict)}`)}</Part>
            <Part name={t('narrow.until')}>{endOf(days)}</Part>
          </dl>
          <p className="mt-2 text-muted">{t('wrongElse')} {others === 0 ? null : t('wrongOthers', { count: others })}</p>
        </div>
        <Field label={t('reason')}><TextInput name="reason" required maxLength={2_000} autoComplete="off" autoFocus /></Field>
        <Field label={t('days', { most: EXCEPTION_DAYS.most })}>
          <TextInput type="number" min={1} max={EXCEPTION_DAYS.most} step={1} value={Number.isNaN(days) ? '' : days} required className="w-28!" onChange={({ target }) => setDays(target.valueAsNumber)} />
        </Field>
        {adding.isError ? <ErrorNotice error={adding.error} /> : null}
        <Button look="primary" type="submit" disabled={adding.isPending}>{t('wrong')}</Button>
      </form>
    </Dialog>
  )
}

function Part({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return <div className="contents"><dt className="text-muted">{name}</dt><dd className="min-w-0 wrap-anywhere">{children}</dd></div>
}

/** What has to be the same for the verdict to be lifted again. */
function matterOf({ layer, origin }: GatewayVerdict): 'text' | 'answer' | 'leak' | 'taint' {
  if (layer === 'taint' || layer === 'leak') return layer
  return origin === 'assistant' ? 'answer' : 'text'
}

/** The day (UTC) on which an exception ends that begins now. */
function endOf(days: number): string {
  return days >= 1 && days <= EXCEPTION_DAYS.most ? new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 16).replace('T', ' ') + ' UTC' : '–'
}
