import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { caseQuery } from '../api/cases.ts'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { EntityLink } from '../components/entity-chip.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { EventPanel } from '../events/event-panel.tsx'
import { WhoseSection } from '../register/whose-section.tsx'
import { ToldSection } from '../notify/told-section.tsx'
import { useLanguage } from '../shell/use-language.ts'
import { caseRoute } from './case-routes.ts'
import { CaseHead } from './case-head.tsx'
import { DecideSection } from './decide-section.tsx'
import { ExplanationParts } from './explanation-parts.tsx'
import { FindingsSection } from './findings-section.tsx'
import { HistorySection } from './history-section.tsx'
import { ScoreSection } from './score-section.tsx'
import { TimelineSection } from './timeline-section.tsx'

/** One case: the explanation first, then what it rests on, with the decision beside it. */
export function CasePage() {
  const { t } = useTranslation('cases')
  const language = useLanguage()
  const { caseId } = caseRoute.useParams()
  const { event } = caseRoute.useSearch()
  const navigate = useNavigate()
  const query = useQuery(caseQuery(caseId))
  const [listed, setListed] = useState<readonly string[]>([])

  const look = (id: string | undefined, among?: readonly string[]) => {
    if (among !== undefined) setListed(among)
    void navigate({ to: '/cases/$caseId', params: { caseId }, search: { event: id }, replace: event !== undefined, resetScroll: false })
  }
  const lookAt = (ids: readonly string[]) => look(ids[0], ids)

  const { data } = query
  return (
    <>
      <title>{`${data?.title[language] ?? t('title')} · Noroshi`}</title>
      <Link to="/cases" className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text">
        <Icon name="back" />{t('back')}</Link>
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : data === undefined ? <div className="card p-6"><Skeleton lines={12} /></div>
          : (
            <>
              <CaseHead shown={data} />
              <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_21rem]">
                <div className="grid min-w-0 grid-cols-1 gap-4">
                  <Section title={t('explanation.title')}>
                    <ExplanationParts explanation={data.explanation} onLook={lookAt} />
                  </Section>
                  <TimelineSection caseId={data.id} findings={data.findingRows} onLook={lookAt} />
                  <FindingsSection findings={data.findingRows} count={data.findingCount} onLook={lookAt} />
                </div>
                <div className="grid min-w-0 grid-cols-1 gap-4">
                  <DecideSection shown={data} />
                  <ScoreSection shown={data} />
                  {data.entities.length === 0 ? null : (
                    <Section title={t('entities')}>
                      <ul className="space-y-1 text-small">
                        {data.entities.map(entity => <li key={`${entity.type}:${entity.value}`}
                          className="wrap-anywhere"><EntityLink entity={entity} at={data.firstSeen} /></li>)}
                      </ul>
                    </Section>
                  )}
                  <WhoseSection caseId={data.id} />
                  <HistorySection caseId={data.id} />
                  <ToldSection caseId={data.id} />
                </div>
              </div>
            </>
          )}
      {event === undefined ? null : <EventPanel id={event} among={listed} onLook={look} onClose={() => look(undefined)} />}
    </>
  )
}
