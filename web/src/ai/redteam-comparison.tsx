import { useTranslation } from 'react-i18next'
import type { RedTeamRun } from '../api/redteam.ts'
import { Section } from '../components/section.tsx'
import { visibleText } from '../components/visible-text.ts'

/** Which attacks succeed now and did not in an earlier run, and the other way round. */
export function RedTeamComparison({ run, earlier }: { readonly run: RedTeamRun; readonly earlier: RedTeamRun }) {
  const { t } = useTranslation('ai')
  const [now, then] = [succeededIn(run), succeededIn(earlier)]
  const tried = new Set(run.attacks.map(({ id }) => id))
  const parts = [
    { title: t('newly'), ids: [...now].filter(id => !then.has(id)), look: 'text-critical' },
    { title: t('nolonger'), ids: [...then].filter(id => !now.has(id) && tried.has(id)), look: 'text-low' },
    { title: t('notTried'), ids: [...then].filter(id => !tried.has(id)), look: 'text-muted' },
  ].filter(({ ids }) => ids.length > 0)
  return (
    <Section title={t('comparison', { started: earlier.started.slice(0, 16).replace('T', ' ') })}>
      {earlier.target === run.target ? null : <p className="mb-2 text-high">{t('otherTarget', { target: visibleText(earlier.target) })}</p>}
      {parts.length === 0 ? <p className="text-muted">{t('noDifference')}</p> : (
        <div className="grid gap-4 lg:grid-cols-3">
          {parts.map(({ title, ids, look }) => (
            <div key={title}>
              <h3 className={`mb-1 text-small font-semibold ${look}`}>{title} ({ids.length})</h3>
              <ul tabIndex={0} aria-label={title} className="max-h-56 overflow-y-auto">{ids.map(id => <li key={id} className="data text-small wrap-anywhere">{visibleText(id)}</li>)}</ul>
            </div>
          ))}
        </div>
      )}
    </Section>
  )
}

function succeededIn({ attacks }: RedTeamRun): ReadonlySet<string> {
  return new Set(attacks.filter(({ outcome }) => outcome === 'succeeded').map(({ id }) => id))
}
