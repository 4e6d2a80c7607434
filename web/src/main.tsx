import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { i18n, startLanguage } from './shell/language.ts'
import { queryClient } from './shell/query-client.ts'
import { router } from './shell/router.ts'
import { applyTheme } from './shell/theme.ts'
import './tokens.css'

/** Starts the console. */

applyTheme()
startLanguage()

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nextProvider>
    </CSPProvider>
  </StrictMode>,
)
