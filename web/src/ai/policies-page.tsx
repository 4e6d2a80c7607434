import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ApplicationPolicy, GatewayPolicy } from '../api/gateway.ts'
import { gatewayPoliciesQuery, withdrawPolicy } from '../api/gateway.ts'
import { Button, buttonLook } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { AiTabs } from './ai-tabs.tsx'
import { policiesRoute } from './ai-routes.ts'
import { ActionBadge, useLayerName } from './marks.tsx'
import { PolicyTrial } from './policy-trial.tsx'

/** What is done with what is found, and what another policy would have done. */
export function PoliciesPage() {
  const { t } = useTranslation('ai')
  const navigate = useNavigate()
  const { application } = policiesRoute.useSearch()
  const { data, error, refetch } = useQuery(gatewayPoliciesQuery)
  const chosen = data?.applications.find(({ name }) => name === application)
  return (
    <>
      <title>{`${t('tabs.policies')} · Noroshi`}</title>
      <PageHeader title={t('tabs.policies')}>{t('policiesText')}</PageHeader>
      <AiTabs />
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} />
        : data === undefined ? <div className="card p-5"><Skeleton lines={6} /></div>
          : !data.runs ? <div className="card"><EmptyState icon="ai" title={t('noGateway')}>{t('noGatewayText')}</EmptyState></div>
            : (
              <div className="grid grid-cols-1 gap-4">
                <div className="card px-5 py-3"><ApplicationTable applications={data.applications} standard={data.policies.find(({ name }) => name === 'default')} /></div>
                {chosen === undefined ? null
                  : <PolicyTrial key={chosen.name} application={chosen} named={data.policies} onClose={() => void navigate({ to: '/ai/policies', search: {}, replace: true })} />}
              </div>
            )}
    </>
  )
}

interface ApplicationTableProps {
  readonly applications: readonly ApplicationPolicy[]
  /** What holds when nothing is said. */
  readonly standard: GatewayPolicy | undefined
}

function ApplicationTable({ applications, standard }: ApplicationTableProps) {
  const { t } = useTranslation('ai')
  const mayChange = useMay('lead')
  return (
    <Table label={t('tabs.policies')} columns={[{ title: t('facts.application') }, { title: t('inForce'), kind: 'wide' }]}
      rows={applications.map(application => {
        const { name, configured, kept } = application
        return {
          key: name,
          cells: [
            <b key="name" className="font-semibold">{visibleText(name)}</b>,
            <div key="policy" className="flex flex-wrap items-start justify-between gap-2">
              <div className="grid min-w-44 flex-1 grid-cols-1 gap-1">
                <PolicyActions policy={kept?.policy ?? configured} standard={standard} />
                <span className="text-muted">{kept === null ? t('configured', { name: configured.name }) : t('keptBy', { person: kept.person, at: kept.at.slice(0, 16).replace('T', ' '), reason: visibleText(kept.reason) })}</span>
              </div>
              <div className="flex justify-end gap-2">
                {kept !== null && mayChange ? <TakeBack name={name} /> : null}
                <Link to="/ai/policies" search={{ application: name }} aria-label={t('changeOf', { name })} className={buttonLook('plain')}>{t('change')}</Link>
              </div>
            </div>,
          ],
        }
      })} />
  )
}

/** What is done, and what else is not as it is by default. */
function PolicyActions({ policy, standard }: { readonly policy: GatewayPolicy; readonly standard: GatewayPolicy | undefined }) {
  const { t } = useTranslation('ai')
  const { number } = useFormats()
  const layerName = useLayerName()
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {(['flag', 'redact', 'block'] as const).map(found => <span key={found} className="inline-flex flex-wrap items-center gap-x-1"><span className="text-muted">{t(`would.${found}`)} →</span> <ActionBadge action={policy[found]} /></span>)}
      {Object.entries(policy.layers).map(([layer, action]) => <span key={layer} className="inline-flex flex-wrap items-center gap-x-1"><span className="text-muted">{layerName(layer)} →</span> <ActionBadge action={action} /></span>)}
      {policy.personal === 'allow' ? null : <span className="inline-flex flex-wrap items-center gap-x-1"><span className="text-muted">{t('personal')} →</span> <ActionBadge action="redact" /></span>}
      {policy.restores ? <span className="text-muted">{t('restoresShort')}</span> : null}
      {policy.topics.length === 0 ? null : <span className="text-muted">{t('topic.short', { names: visibleText(policy.topics.map(({ name }) => name).join(', ')) })}</span>}
      {policy.ask.seconds === standard?.ask.seconds && policy.ask.otherwise === standard.ask.otherwise ? null
        : <span className="text-muted">{t('askShort', { seconds: number(policy.ask.seconds), otherwise: t(`otherwises.${policy.ask.otherwise}`) })}</span>}
      {policy.answerTokens.unnamed === standard?.answerTokens.unnamed && policy.answerTokens.most === standard.answerTokens.most ? null
        : <span className="text-muted">{t('lengthShort', { unnamed: number(policy.answerTokens.unnamed), most: number(policy.answerTokens.most) })}</span>}
    </span>
  )
}

function TakeBack({ name }: { readonly name: string }) {
  const { t } = useTranslation('ai')
  const client = useQueryClient()
  const taking = useMutation({
    mutationFn: () => withdrawPolicy(name),
    onSuccess: () => showToast(t('tookBack')),
    onSettled: () => client.invalidateQueries({ queryKey: ['ai', 'policies'] }),
  })
  return <Button icon="undo" disabled={taking.isPending} aria-label={t('takeBackOf', { name })} onClick={() => taking.mutate()}>{t('takeBack')}</Button>
}
