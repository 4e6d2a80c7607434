import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { PolicyTrial } from '../api/gateway.ts'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useLanguage } from '../shell/use-language.ts'
import { ActionBadge, useLayerName } from './marks.tsx'

/** What another policy would have made of what was recorded, and how that is known. */
export function TrialResult({ trial: { records, rejudged, otherwise, oldest, isAll, lengths, changes } }: { readonly trial: PolicyTrial }) {
  const { t } = useTranslation('ai')
  const { number } = useFormats()
  const language = useLanguage()
  const layerName = useLayerName()
  if (records === 0) return <p role="status" className="text-muted">{t('triedNone')}</p>
  return (
    <div role="status" className="grid grid-cols-1 gap-3">
      <p className="font-semibold">{t('tried', { records: number(records), oldest: (oldest ?? '').slice(0, 16).replace('T', ' ') })} {isAll ? '' : t('triedMore')}</p>
      <p className="text-small text-muted">{t('howTried', { rejudged: number(rejudged) })} {otherwise === 0 ? '' : t('otherwiseNow', { count: otherwise })}</p>
      {lengths.cut === 0 && lengths.longer === 0 ? null : (
        <p className="rounded-lg border border-line p-3">
          {lengths.cut === 0 ? null : <b className="font-semibold">{t('wouldCut', { part: number(lengths.cut), all: number(lengths.answers) })} </b>}
          {lengths.longer === 0 ? null : t('wouldGrow', { part: number(lengths.longer) })} <span className="text-muted">{t('estimated')}</span>
        </p>
      )}
      {changes.length === 0 ? <p>{lengths.cut === 0 && lengths.longer === 0 ? t('same') : t('sameVerdicts')}</p> : (
        <ul aria-label={t('changes')} className="grid grid-cols-1 gap-3">
          {changes.map(({ before, after, count, examples }) => (
            <li key={`${before} ${after}`} className="rounded-lg border border-line p-3">
              <p className="mb-2 flex flex-wrap items-center gap-2"><ActionBadge action={before} /><span aria-hidden="true">→</span><ActionBadge action={after} /><b className="ml-2 font-semibold tabular-nums">{number(count)}</b></p>
              <ul className="grid grid-cols-1 gap-2" aria-label={t('examples')}>
                {examples.map(({ id, time, event, layer, reason, text, rejudged: isAgain }) => (
                  <li key={id} className="text-small">
                    <Link to="/hunt" search={{ q: `_id:${id}` }} className="text-muted hover:text-text"><Time time={time} /> · {t(`event.${event}`, { defaultValue: event })}{layer === '' ? '' : ` · ${layerName(layer)}`}{isAgain || layer === 'topic' ? '' : ` · ${t('asFound')}`}</Link>
                    {reason[language] === '' ? null : <p className="wrap-anywhere">{visibleText(reason[language])}</p>}
                    {text === '' ? null : <p className="data truncate text-muted">{visibleText(text.slice(-QUOTED))}</p>}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Characters of a text that a line holds. */
const QUOTED = 200
