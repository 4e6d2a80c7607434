import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

interface LoadMoreProps {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

/** Fetches the next page of a list; nothing when all is there. */
export function LoadMore({ hasNextPage, isFetchingNextPage, fetchNextPage }: LoadMoreProps) {
  const { t } = useTranslation('components')
  if (!hasNextPage) return null
  return (
    <div className="p-3 text-center">
      <Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>{t(isFetchingNextPage ? 'loading' : 'more')}</Button>
    </div>
  )
}
