import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sensor } from '../api/sensors.ts'
import { revokeSensor, sensorsQuery } from '../api/sensors.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Icon } from '../components/icon.tsx'
import { NamedRow } from '../components/named-row.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useMay, useSession } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { EnrolDialog } from './enrol-dialog.tsx'
import { SensorMark } from './sensor-mark.tsx'
import { SensorSourcesSection } from './sensor-sources-section.tsx'
import { sensorRoute } from './source-routes.ts'

/** One remote sensor: how it is, what it collects, and its end. */
export function SensorPage() {
  const { t } = useTranslation('sources')
  const { name } = sensorRoute.useParams()
  const { data, error, refetch } = useQuery(sensorsQuery)
  const own = useSession().user.organisation
  const { organisation = own } = sensorRoute.useSearch()
  const sensor = data?.items.find(each => each.name === name && each.organisation === organisation)
  // What another organisation's sensor collects is that organisation's to say.
  const mayChange = useMay('admin') && organisation === own
  return (
    <>
      <title>{`${visibleText(name)} · Noroshi`}</title>
      <Link to="/sources/sensors" className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text"><Icon name="back" />{t('sensors.back')}</Link>
      <PageHeader title={visibleText(name)} actions={mayChange && sensor !== undefined ? <Actions name={name} port={data?.hub?.port ?? 0} /> : undefined}>{t('sensors.one')}{organisation === own ? null : <> · {t('sensors.organisation')}: <span className="data">{visibleText(organisation)}</span></>}</PageHeader>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} />
        : data === undefined ? <div className="card p-6"><Skeleton lines={8} /></div>
          : sensor === undefined ? <div className="card"><EmptyState icon="sources" title={t('sensors.noSuch')}>{t('sensors.noSuchText')}</EmptyState></div>
            : (
              <div className="grid grid-cols-1 gap-4">
                <Health sensor={sensor} />
                {mayChange ? <SensorSourcesSection name={name} state={sensor.sources} /> : null}
              </div>
            )}
    </>
  )
}

function Health({ sensor }: { readonly sensor: Sensor }) {
  const { t } = useTranslation('sources')
  const { number, bytes } = useFormats()
  const { spool } = sensor
  return (
    <Section title={<SensorMark state={sensor.state} />}>
      <p className="mb-3 text-muted">{t(`sensors.stateText.${sensor.state}`)}</p>
      <dl className="grid grid-cols-[minmax(0,8.5rem)_minmax(0,1fr)] gap-x-6 gap-y-1.5 lg:gap-x-8 lg:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
        <NamedRow name={t('sensors.enrolled')}><Time time={sensor.enrolledAt} /></NamedRow>
        <NamedRow name={t('sensors.seen')}>{sensor.seenAt === null ? t('never') : <Time time={sensor.seenAt} />}</NamedRow>
        <NamedRow name={t('rate')}>{t('perSecond', { rate: number(sensor.rate) })}</NamedRow>
        <NamedRow name={t('lag')}>{t('seconds', { seconds: number(sensor.lagSeconds) })}</NamedRow>
        <NamedRow name={t('sensors.spool')}>{spool === null ? '–' : t('sensors.spoolText', { bytes: bytes(spool.bytes), limit: bytes(spool.limitBytes), count: spool.segments, segments: number(spool.segments) })}</NamedRow>
        <NamedRow name={t('dropped')}><Trouble count={sensor.dropped} /></NamedRow>
        <NamedRow name={t('sensors.refused')}><Trouble count={sensor.refused} /></NamedRow>
        <NamedRow name={t('sensors.version')}>{sensor.version ?? '–'}{sensor.wantedVersion === null ? null : <span className="text-high"> · {t('sensors.wanted', { version: sensor.wantedVersion })}</span>}</NamedRow>
        <NamedRow name={t('sensors.memory')}>{sensor.memoryBytes === null ? '–' : bytes(sensor.memoryBytes)}</NamedRow>
        <NamedRow name={t('sensors.clock')}>{sensor.clockDifferenceMs === null ? '–' : t('sensors.milliseconds', { milliseconds: number(sensor.clockDifferenceMs) })}</NamedRow>
      </dl>
    </Section>
  )
}

function Trouble({ count }: { readonly count: number }) {
  const { number } = useFormats()
  return count === 0 ? <>0</> : <b className="text-high">{number(count)}</b>
}

function Actions({ name, port }: { readonly name: string; readonly port: number }) {
  const { t } = useTranslation('sources')
  const [open, setOpen] = useState<'enrol' | 'revoke' | null>(null)
  return (
    <>
      <Button onClick={() => setOpen('enrol')}>{t('sensors.again')}</Button>
      <Button look="danger" onClick={() => setOpen('revoke')}>{t('sensors.revoke')}</Button>
      {open === 'enrol' ? <EnrolDialog port={port} name={name} onClose={() => setOpen(null)} /> : null}
      {open === 'revoke' ? <RevokeDialog name={name} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

function RevokeDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation('sources')
  const client = useQueryClient()
  const navigate = useNavigate()
  const revoke = useMutation({
    mutationFn: () => revokeSensor(name),
    onSuccess: async () => {
      showToast(t('sensors.revoked', { name }))
      await navigate({ to: '/sources/sensors' })
      void client.invalidateQueries({ queryKey: ['sensors'] })
    },
  })
  return (
    <Dialog title={t('sensors.revokeTitle', { name })} onClose={onClose}>
      <p className="mb-3">{t('sensors.revokeText')}</p>
      {revoke.isError ? <ErrorNotice error={revoke.error} /> : null}
      <Button look="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>{t('sensors.revoke')}</Button>
    </Dialog>
  )
}
