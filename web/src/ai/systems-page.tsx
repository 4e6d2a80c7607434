import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AiSystem, AiTalker } from '../api/ai-systems.ts'
import { aiSystemsQuery, aiTalkersQuery } from '../api/ai-systems.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { AiTabs } from './ai-tabs.tsx'

/** The register of AI systems, and who talks to models whether it is in there or not. */
export function SystemsPage() {
  const { t } = useTranslation('ai')
  const { data, error, refetch } = useQuery(aiSystemsQuery)
  return (
    <>
      <title>{`${t('tabs.systems')} · Noroshi`}</title>
      <PageHeader title={t('tabs.systems')}>{t('systemsText')}</PageHeader>
      <AiTabs />
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} />
        : data === undefined ? <div className="card p-5"><Skeleton lines={4} /></div>
          : data.items.length === 0 ? <div className="card"><EmptyState icon="ai" title={t('noSystems')}>{t('noSystemsText')}</EmptyState></div>
            : <div className="card px-5 py-3"><SystemTable systems={data.items} /></div>}
      <section className="mt-6 flex flex-col gap-3" aria-labelledby="ai-talkers">
        <h2 id="ai-talkers" className="text-lead font-semibold">{t('talkersTitle')}</h2>
        <p className="text-muted">{t('talkersText')}</p>
        <Talkers />
      </section>
    </>
  )
}

function SystemTable({ systems }: { readonly systems: readonly AiSystem[] }) {
  const { t } = useTranslation('ai')
  return (
    <Table label={t('tabs.systems')}
      columns={[{ title: t('system.name'), kind: 'wide' }, { title: t('system.owner') }, { title: t('system.stage') }, { title: t('system.models') }, { title: t('system.parts'), kind: 'number' }, { title: t('system.reviewed'), kind: 'time' }]}
      rows={systems.map(({ id, name, purpose, owner, stage, reviewed, models, prompts, tools, data }) => ({
        key: id,
        cells: [
          <div key="name"><span className="font-semibold">{visibleText(name)}</span>{purpose === undefined ? null : <p className="text-muted">{visibleText(purpose)}</p>}</div>,
          <span key="owner" className={`whitespace-nowrap ${owner === undefined ? 'font-semibold text-high' : ''}`}>{owner === undefined ? t('system.nobody') : visibleText(owner.name)}</span>, stage === undefined ? '–' : t(`stage.${stage}`, { defaultValue: stage }),
          <div key="models">{models.length === 0 ? '–' : models.map(model => <div key={`${model.provider} ${model.name} ${model.version}`} className="data whitespace-nowrap">{nameOf(model)}</div>)}</div>,
          `${prompts.length} / ${tools.length} / ${data.length}`, reviewed ?? t('system.never'),
        ],
      }))} />
  )
}

function nameOf({ provider, name, version }: AiSystem['models'][number]): string {
  return visibleText([provider, name, version].filter(part => part !== undefined).join(' '))
}

function Talkers() {
  const { t } = useTranslation('ai')
  const { data, error, refetch } = useQuery(aiTalkersQuery)
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <div className="card p-5"><Skeleton lines={4} /></div>
  if (data.items.length === 0) return <div className="card"><EmptyState icon="ai" title={t('noTalkers')}>{t('noTalkersText')}</EmptyState></div>
  return <div className="card px-5 py-3"><TalkerTable talkers={data.items} /></div>
}

function TalkerTable({ talkers }: { readonly talkers: readonly AiTalker[] }) {
  const { t } = useTranslation('ai')
  return (
    <Table label={t('talkersTitle')}
      columns={[
        { title: t('talker.service'), kind: 'wide' }, { title: t('talker.who') }, { title: t('talker.asked') }, { title: t('talker.way') }, { title: t('talker.requests'), kind: 'number' }, { title: t('talker.last'), kind: 'time' }, { title: t('talker.systems') },
      ]}
      rows={talkers.map(({ way, service, model, who, asked, dataset, requests, last, systems }) => ({
        key: JSON.stringify([way, service, model, who, asked, dataset]),
        cells: [
          `${visibleText(service)}${model === null ? '' : ` ${visibleText(model)}`}`, <span key="who" className="data whitespace-nowrap">{way === 'gateway' ? <Link to="/ai" search={{ application: who }} className="text-accent hover:underline">{visibleText(who)}</Link> : visibleText(who)}</span>, <span key="asked" className="data whitespace-nowrap">{visibleText(asked)}</span>, <span key="way" className="whitespace-nowrap">{t(`way.${way}`)}</span>, requests,
          last === null ? '–' : <Time key="last" time={last} />, systems.length === 0 ? <span key="unknown" className="font-semibold whitespace-nowrap text-high">{t('talker.unknown')}</span> : systems.join(', '),
        ],
      }))} />
  )
}
