import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { CAPABILITIES } from './capabilities.ts'
import { ErrorPage, NotFoundPage } from './error-page.tsx'
import { rootRoute } from './root-route.ts'
import { Root } from './root.tsx'
import { SignInPage } from './sign-in-page.tsx'

const START = '/cases'

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: START, replace: true })
  },
})

const signInRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sign-in', component: SignInPage })

/** The pages of all capabilities. */
export const router = createRouter({
  routeTree: rootRoute.update({ component: Root }).addChildren([homeRoute, signInRoute, ...CAPABILITIES.flatMap(({ routes }) => routes)]),
  defaultPreload: 'intent',
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
})
