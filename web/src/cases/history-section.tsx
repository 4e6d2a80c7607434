import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Decision } from '../api/decisions.ts'
import { decisionsQuery } from '../api/decisions.ts'
import { Button } from '../components/button.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Time } from '../components/time.tsx'
import { visibleLines } from '../components/visible-text.ts'
import { useMay, useSession } from '../shell/session.ts'
import { useOutbox } from './use-outbox.ts'

/** What people decided, the newest first; one's own can be taken back, and stays readable. */
export function HistorySection({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation('cases')
  const { data, error, isPending } = useQuery(decisionsQuery(caseId))
  const shown = data?.items.filter(({ kind }) => kind !== 'withdrawal').toSorted((a, b) => b.id - a.id) ?? []
  return (
    <Section title={t('history.title')}>
      {error !== null ? <ErrorNotice error={error} />
        : isPending ? <Skeleton />
          : shown.length === 0 ? <p className="text-muted">{t('history.empty')}</p>
            : <ul className="space-y-3">{shown.map(decision => <HistoryRow key={decision.id} caseId={caseId} decision={decision} />)}</ul>}
    </Section>
  )
}

function HistoryRow({ caseId, decision }: { readonly caseId: string; readonly decision: Decision }) {
  const { t } = useTranslation('cases')
  const { outbox, unsent } = useOutbox(caseId)
  const { user } = useSession()
  const mayAll = useMay('lead')
  const { id, kind, value, person, at, withdrawnBy } = decision
  const what = t(`decide.kinds.${kind}`, { defaultValue: kind })
  const shown = kind === 'verdict' ? t(`verdict.${value}`, { defaultValue: value }) : kind === 'status' ? t(`status.${value}`, { defaultValue: value })
    : value === '' ? t('history.nobody') : visibleLines(value)
  const undoing = unsent.some(each => each.kind === 'withdrawal' && each.value === String(id))
  return (
    <li className="text-small">
      <div className="flex items-start gap-2">
        <p className={`min-w-0 flex-1 wrap-anywhere whitespace-pre-line ${withdrawnBy === null ? '' : 'text-muted line-through'}`}>
          {kind === 'note' ? shown : <><span className="text-muted">{what} </span><b className="font-semibold">{shown}</b></>}
        </p>
        {withdrawnBy === null && (mayAll || person === user.name)
          ? <Button look="quiet" icon="undo" className="-my-1" disabled={undoing} aria-label={t('history.undoOf', { what, value: shown })}
            onClick={() => outbox.add(caseId, 'withdrawal', String(id))}>{t('history.undo')}</Button>
          : null}
      </div>
      <p className="text-tiny text-muted">{person} · <Time time={at} />{withdrawnBy === null ? '' : ` · ${t('history.takenBack')}`}</p>
    </li>
  )
}
