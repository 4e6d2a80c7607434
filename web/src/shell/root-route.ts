import { createRootRoute } from '@tanstack/react-router'

/** What the pages of all capabilities hang on; the router gives it its component. */
export const rootRoute = createRootRoute()
