import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { EvidenceDetail } from '../api/evidence.ts'
import { evidenceQuery } from '../api/evidence.ts'
import { fieldQuery } from '../api/query-text.ts'
import { API } from '../api/request.ts'
import { buttonLook } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Icon } from '../components/icon.tsx'
import { NamedRow } from '../components/named-row.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { evidenceRoute } from './evidence-routes.ts'

/** One piece of evidence: what it is, what could not be read and where, and who had it. */
export function EvidencePage() {
  const { t } = useTranslation('evidence')
  const { sha256 } = evidenceRoute.useParams()
  const { data, error, refetch } = useQuery(evidenceQuery(sha256))
  return (
    <>
      <title>{`${data?.paths[0] ?? t('title')} · Noroshi`}</title>
      <Link to="/evidence" className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text">
        <Icon name="back" />{t('back')}</Link>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : data === undefined
        ? <div className="card p-6"><Skeleton lines={9} /></div> : <EvidenceContent evidence={data} />}
    </>
  )
}

function EvidenceContent({ evidence }: { readonly evidence: EvidenceDetail }) {
  const { t } = useTranslation('evidence')
  const { number, bytes } = useFormats()
  const mayRead = useMay('analyst')
  const { sha256, paths, errors, errorCount, custody } = evidence
  const actions = (
    <>
      <Link to="/hunt" search={{ q: fieldQuery('_evidence', sha256) }} className={buttonLook('plain')}>
        <Icon name="hunt" />{t('hunt')}</Link>
      {mayRead ? <a href={`${API}/evidence/${sha256}/content`} download className={buttonLook('plain')}>
        <Icon name="download" />{t('save')}</a> : null}
    </>
  )
  return (
    <>
      <PageHeader title={visibleText(paths[0] ?? sha256)} actions={actions}>
        <span className="inline-flex max-w-full items-center gap-1">
          <span className="data truncate text-tiny">SHA-256 {sha256}</span><CopyButton text={sha256} label={t('copyHash')} /></span>
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        <Section title={t('what')}>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-1.5 sm:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
            <NamedRow name={t('format')}>{evidence.format ?? t('unknown')}</NamedRow>
            <NamedRow name={t('size')}>{bytes(evidence.bytes)} <span className="text-muted">({number(evidence.bytes)} B)</span></NamedRow>
            <NamedRow name={t('dataset')}><span className="data">{evidence.dataset ?? '–'}</span></NamedRow>
            <NamedRow name={t('events')}>{number(evidence.events)}</NamedRow>
            <NamedRow name={t('encoding')}>{evidence.encoding ?? '–'}</NamedRow>
            <NamedRow name={t('errors')}>{number(errorCount)}</NamedRow>
          </dl>
          {paths.length < 2 ? null : <><h3 className="heading mt-4 mb-1">{t('paths')}</h3><ul>{paths.map(path => <li key={path}
            className="data">{visibleText(path)}</li>)}</ul></>}
        </Section>
        <Section title={t('unreadTitle')}>
          {errors.length === 0 ? <p className="text-muted">{t('noErrors')}</p>
            : <Table label={t('unreadTitle')} columns={[{ title: t('offset'), kind: 'number' }, { title: t('reason'), kind: 'wide' }]}
                rows={errors.map(({ offset, reason }, i) => ({ key: `${offset}:${i}`, cells: [number(offset), visibleText(reason)] }))} />}
          {errorCount > errors.length
            ? <p className="mt-2 text-small text-muted">{t('moreErrors', { count: errorCount - errors.length })}</p> : null}
        </Section>
        <Section title={t('custodyTitle')}>
          <p className="mb-2 text-muted">{t('custodyText')}</p>
          <Table label={t('custodyTitle')}
            columns={[{ title: t('time'), kind: 'time' }, { title: t('action') }, { title: t('actor') }, { title: t('path'), kind: 'wide' }]}
            rows={custody.map(({ number: key, time, action, actor, paths: named }) => ({
              key: String(key), cells: [<Time key="time" time={time} />, <span key="action"
                className="whitespace-nowrap">{t(`actions.${action}`, { defaultValue: action })}</span>, visibleText(actor), <span
                key="paths" className="data">{visibleText(named.join(', '))}</span>],
            }))} />
        </Section>
      </div>
    </>
  )
}
