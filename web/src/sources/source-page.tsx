import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source, TroubleSample } from '../api/sources.ts'
import { removeSource, sourceQuery } from '../api/sources.ts'
import { Button, buttonLook } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { FigureTile } from '../components/figure-tile.tsx'
import { Icon } from '../components/icon.tsx'
import { NamedRow } from '../components/named-row.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { ClockSection } from './clock-section.tsx'
import { SettingsSection } from './settings-section.tsx'
import { sourceRoute } from './source-routes.ts'
import { StateMark } from './state-mark.tsx'

/** One source: how it is, what it could not take, and how it is configured. */
export function SourcePage() {
  const { t } = useTranslation('sources')
  const { name } = sourceRoute.useParams()
  const { data, error, refetch } = useQuery(sourceQuery(name))
  const mayChange = useMay('admin') && data?.origin === 'console'
  return (
    <>
      <title>{`${visibleText(name)} · Noroshi`}</title>
      <Link to="/sources" className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text"><Icon name="back" />{t('back')}</Link>
      <PageHeader title={visibleText(name)} actions={mayChange ? <Actions name={name} /> : undefined}>
        {data === undefined ? null : <>{t(`kind.${data.kind}`, { defaultValue: data.kind })} · {t(`origin.${data.origin}`)}</>}
      </PageHeader>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : data === undefined
        ? <div className="card p-6"><Skeleton lines={8} /></div> : <SourceContent source={data} mayChange={mayChange} />}
    </>
  )
}

function SourceContent({ source, mayChange }: { readonly source: Source; readonly mayChange: boolean }) {
  const { t } = useTranslation('sources')
  const { number, bytes } = useFormats()
  const { state, reason, places, lastRecord, waiting } = source
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="card flex flex-wrap items-start gap-x-6 gap-y-1 px-5 py-4">
        <div className="text-lead"><StateMark state={state} /></div>
        <div className="min-w-0 flex-1">
          <p className="text-muted">{t(`stateText.${state}`)}</p>
          {reason === null ? null : <p className="data">{visibleText(reason)}</p>}
        </div>
      </div>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <FigureTile label={t('rateTile')}>{number(source.rate)}</FigureTile>
        <FigureTile label={t('records')} note={bytes(source.bytes)}>{number(source.records)}</FigureTile>
        <FigureTile label={t('events')}>{number(source.events)}</FigureTile>
        <FigureTile label={t('lagTile')}>{number(source.lagSeconds)}</FigureTile>
      </dl>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <Section title={t('taken')}>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-1.5">
            <NamedRow name={t('places')}>{places.length === 0 ? '–' : places.map(place => <span key={place} className="data block">{visibleText(place)}</span>)}</NamedRow>
            <NamedRow name={t('last')}>{lastRecord === null ? t('never') : <Time time={lastRecord} />}</NamedRow>
            <NamedRow name={t('connections')}>{number(source.connections)}</NamedRow>
            <NamedRow name={t('waiting')}>{t('segments', { count: waiting.segments, segments: number(waiting.segments), bytes: bytes(waiting.bytes) })}</NamedRow>
            <NamedRow name={t('dropped')}>{source.dropped === 0 ? '0' : <b className="text-high">{number(source.dropped)}</b>}</NamedRow>
            <NamedRow name={t('evidence')}><Link to="/evidence" search={{ q: `stream/${source.name}/` }} className="text-accent hover:underline">{t('seeEvidence')}</Link></NamedRow>
          </dl>
        </Section>
        <ClockSection clock={source.clock} />
      </div>
      <Troubles title={t('malformedTitle', { count: source.malformed, malformed: number(source.malformed) })} none={t('noMalformed')} samples={source.malformedSamples} />
      <Troubles title={t('notDecodedTitle', { count: source.decodeErrors, errors: number(source.decodeErrors) })} none={t('noErrors')} samples={source.decodeSamples} />
      {mayChange ? <SettingsSection name={source.name} /> : <p className="px-1 text-small text-muted">{t(`originText.${source.origin}`)}</p>}
    </div>
  )
}

/** The last of what went wrong, the newest first. */
function Troubles({ title, none, samples }: { readonly title: string; readonly none: string; readonly samples: readonly TroubleSample[] }) {
  return (
    <Section title={title}>
      {samples.length === 0 ? <p className="text-muted">{none}</p> : (
        <ul className="space-y-1 text-small">
          {samples.toReversed().map(({ time, reason }, i) => <li key={i} className="flex flex-wrap gap-x-4"><Time time={time} /><span className="data min-w-0 wrap-anywhere">{visibleText(reason)}</span></li>)}
        </ul>
      )}
    </Section>
  )
}

function Actions({ name }: { readonly name: string }) {
  const { t } = useTranslation('sources')
  const [removing, setRemoving] = useState(false)
  return (
    <>
      <Link to="/sources/one/$name/change" params={{ name }} className={buttonLook('plain')}>{t('change')}</Link>
      <Button look="danger" onClick={() => setRemoving(true)}>{t('remove')}</Button>
      {removing ? <RemoveDialog name={name} onClose={() => setRemoving(false)} /> : null}
    </>
  )
}

function RemoveDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation('sources')
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => removeSource(name),
    onSuccess: async () => {
      showToast(t('removed', { name }))
      await navigate({ to: '/sources' })
      client.removeQueries({ queryKey: ['sources', 'one', name] })
      void client.invalidateQueries({ queryKey: ['sources', 'list'] })
    },
  })
  return (
    <Dialog title={t('removeTitle', { name })} onClose={onClose}>
      <p className="mb-3">{t('removeText')}</p>
      {remove.isError ? <ErrorNotice error={remove.error} /> : null}
      <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>{t('remove')}</Button>
    </Dialog>
  )
}
