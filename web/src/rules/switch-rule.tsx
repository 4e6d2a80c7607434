import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleDetail } from '../api/rules.ts'
import { switchRule } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { visibleText } from '../components/visible-text.ts'
import { showToast } from '../shell/toasts.tsx'

/** Switches a rule off or on again; why is asked, and kept. */
export function SwitchRule({ rule }: { readonly rule: RuleDetail }) {
  const { t } = useTranslation('rules')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={rule.enabled ? 'pause' : 'play'} onClick={() => setOpen(true)}>{t(rule.enabled ? 'switch.off' : 'switch.on')}</Button>
      {open ? <SwitchDialog rule={rule} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function SwitchDialog({ rule: { key, title, enabled, usedBy }, onClose }: { readonly rule: RuleDetail; readonly onClose: () => void }) {
  const { t } = useTranslation('rules')
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (reason: string) => switchRule(key, !enabled, reason),
    onSuccess: () => {
      showToast(t(enabled ? 'switch.isOff' : 'switch.isOn', { title: visibleText(title) }))
      void client.invalidateQueries({ queryKey: ['rules'] })
      onClose()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    change.mutate(String(new FormData(event.currentTarget).get('reason') ?? ''))
  }
  return (
    <Dialog title={t(enabled ? 'switch.offTitle' : 'switch.onTitle')} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3">
        <p>{visibleText(title)}</p>
        <p className="text-small text-muted">{t(enabled ? 'switch.offText' : 'switch.onText')}</p>
        {!enabled || usedBy.length === 0 ? null : <p className="text-small text-high">{t('switch.stops', { rules: usedBy.map(each => visibleText(each.title)).join(', ') })}</p>}
        <Field label={t('reason')}><TextInput name="reason" required maxLength={2_000} autoComplete="off" autoFocus /></Field>
        {change.isError ? <ErrorNotice error={change.error} /> : null}
        <Button look="primary" type="submit" disabled={change.isPending}>{t(enabled ? 'switch.off' : 'switch.on')}</Button>
      </form>
    </Dialog>
  )
}
