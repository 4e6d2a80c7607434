import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { gatewayQuestionsQuery } from '../api/gateway.ts'
import { buttonLook } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { useMay } from '../shell/session.ts'

/** Stands above every page while a program waits for a person. */
export function WaitingNotice() {
  const { t } = useTranslation('ai')
  const mayAnswer = useMay('analyst')
  const { pathname } = useLocation()
  const { data } = useQuery({ ...gatewayQuestionsQuery, enabled: mayAnswer })
  const count = data?.items.length ?? 0
  if (count === 0 || pathname === '/ai/questions') return null
  return (
    <div role="status" className="card mb-4 flex items-center gap-3 px-4 py-2">
      <Icon name="clock" className="size-5 text-high" />
      <p className="flex-1 font-medium">{t('waiting', { count })}</p>
      <Link to="/ai/questions" className={buttonLook('primary')}>{t('look')}</Link>
    </div>
  )
}
