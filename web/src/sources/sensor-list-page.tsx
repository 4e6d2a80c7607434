import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sensor } from '../api/sensors.ts'
import { sensorsQuery } from '../api/sensors.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useMay, useSession } from '../shell/session.ts'
import { EnrolDialog } from './enrol-dialog.tsx'
import { SensorMark } from './sensor-mark.tsx'
import { SourceTabs } from './source-tabs.tsx'

/** Remote sensors, and how another is enrolled. */
export function SensorListPage() {
  const { t } = useTranslation('sources')
  const mayEnrol = useMay('admin')
  const { data, error, refetch } = useQuery(sensorsQuery)
  const [enrolling, setEnrolling] = useState(false)
  const hub = data?.hub ?? null
  return (
    <>
      <title>{`${t('sensors.title')} · Noroshi`}</title>
      <PageHeader title={t('title')} actions={mayEnrol && hub !== null ? <Button look="primary" onClick={() => setEnrolling(true)}>{t('sensors.enrol')}</Button> : undefined}>{t('subtitle')}</PageHeader>
      <SourceTabs />
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} />
        : <div className="card px-5 py-2">
            {data === undefined ? <Skeleton lines={6} />
              : hub === null ? <EmptyState icon="sources" title={t('sensors.off')}>{t('sensors.offText')}</EmptyState>
                : data.items.length === 0 ? <EmptyState icon="sources" title={t('sensors.none')}>{t(mayEnrol ? 'sensors.noneMend' : 'sensors.noneText')}</EmptyState>
                  : <SensorTable sensors={data.items} />}
          </div>}
      {enrolling && hub !== null ? <EnrolDialog port={hub.port} onClose={() => setEnrolling(false)} /> : null}
    </>
  )
}

function SensorTable({ sensors }: { readonly sensors: readonly Sensor[] }) {
  const { t } = useTranslation('sources')
  const { number, bytes } = useFormats()
  const own = useSession().user.organisation
  // A single site never sees the concept.
  const isOne = sensors.every(({ organisation }) => organisation === own)
  return (
    <Table label={t('sensors.title')}
      columns={[
        { title: t('name'), kind: 'wide' }, ...(isOne ? [] : [{ title: t('sensors.organisation') }]), { title: t('stateTitle') }, { title: t('sensors.seen'), kind: 'time' }, { title: t('rate'), kind: 'number' }, { title: t('lag'), kind: 'number' },
        { title: t('sensors.spool'), kind: 'number' }, { title: t('dropped'), kind: 'number' }, { title: t('sensors.version') },
      ]}
      rows={sensors.map(sensor => ({
        key: `${sensor.organisation}/${sensor.name}`,
        cells: [
          <div key="name"><Link to="/sources/sensors/$name" params={{ name: sensor.name }} search={sensor.organisation === own ? {} : { organisation: sensor.organisation }} className="block rounded hover:text-accent">
            <SensorName sensor={sensor} />
          </Link>{sensor.sources.problem === null ? null : <p className="mt-0.5 text-tiny wrap-anywhere text-high">{visibleText(sensor.sources.problem)}</p>}</div>,
          ...(isOne ? [] : [<span key="organisation" className="data whitespace-nowrap">{visibleText(sensor.organisation)}</span>]),
          <SensorMark key="state" state={sensor.state} />,
          sensor.seenAt === null ? <span key="seen" className="text-muted">{t('never')}</span> : <Time key="seen" time={sensor.seenAt} />,
          <span key="rate" className="whitespace-nowrap">{t('perSecond', { rate: number(sensor.rate) })}</span>,
          <span key="lag" className="whitespace-nowrap">{t('seconds', { seconds: number(sensor.lagSeconds) })}</span>,
          <span key="spool" className="whitespace-nowrap">{sensor.spool === null ? '–' : bytes(sensor.spool.bytes)}</span>,
          number(sensor.dropped),
          <span key="version" className="whitespace-nowrap">{sensor.version ?? '–'}{sensor.wantedVersion === null ? null : <span className="block text-tiny text-high">{t('sensors.wanted', { version: sensor.wantedVersion })}</span>}</span>,
        ],
      }))} />
  )
}

function SensorName({ sensor: { name, sources } }: { readonly sensor: Sensor }) {
  const { t } = useTranslation('sources')
  return (
    <>
      <span className="data font-medium">{visibleText(name)}</span>
      <span className="block text-tiny text-muted">{t('sensors.sourceCount', { count: sources.count })}</span>
    </>
  )
}
