import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Machine } from '../api/register.ts'
import { machinesQuery } from '../api/register.ts'
import { AddressLink } from '../components/address-link.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { EntryLink } from './entry-link.tsx'
import { RegisterTabs } from './register-tabs.tsx'

/** Machines that logs tell of, and whether the register knows them. */
export function MachinesPage() {
  const { t } = useTranslation('register')
  const query = useInfiniteQuery(machinesQuery)
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <title>{`${t('machines.title')} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('machines.subtitle')}</PageHeader>
      <RegisterTabs />
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : <div className="card px-5 py-2">
            {query.isPending ? <Skeleton lines={8} />
              : shown.length > 0 ? <><MachineTable machines={shown} /><LoadMore {...query} /></>
                : <EmptyState icon="register" title={t('machines.none')}>{t('machines.noneMend')}</EmptyState>}
          </div>}
    </>
  )
}

function MachineTable({ machines }: { readonly machines: readonly Machine[] }) {
  const { t } = useTranslation('register')
  const mayChange = useMay('analyst')
  return (
    <Table label={t('machines.title')}
      columns={[{ title: t('machines.mac') }, { title: t('machines.calls'), kind: 'wide' }, { title: t('machines.address') }, { title: t('machines.device') }, { title: t('machines.first'), kind: 'time' }, { title: t('machines.last'), kind: 'time' }]}
      rows={machines.map(({ mac, madeUp, first, last, address, host, user, place, device }) => ({
        key: mac,
        cells: [
          <div key="mac"><span className="data whitespace-nowrap">{mac}</span>{madeUp ? <span className="block text-tiny text-muted">{t('machines.madeUp')}</span> : null}</div>,
          <span key="host">{visibleText([host, user, place].filter(each => each !== '').join(' · '))}</span>,
          address === '' ? '–' : <AddressLink key="address" address={address} at={last} />,
          device !== null ? <EntryLink key="device" kind="device" entryKey={device} />
            : mayChange ? <Link key="device" to="/register/edit" search={{ kind: 'device', mac, name: host === '' ? undefined : host }} className="whitespace-nowrap text-accent hover:underline">{t('machines.enter')}</Link>
              : <span key="device" className="text-muted">{t('machines.unknown')}</span>,
          <Time key="first" time={first} />, <Time key="last" time={last} />,
        ],
      }))} />
  )
}
