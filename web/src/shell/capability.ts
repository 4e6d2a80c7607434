import type { QueryKey } from '@tanstack/react-query'
import type { AnyRoute } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { Role } from '../api/session.ts'
import type { StreamEvent } from '../api/stream.ts'
import type { IconName } from '../components/icon.tsx'

/** What a folder of the console offers: its pages, its place in the navigation, and what news concern it. */
export interface Capability {
  /** Also the name of its words. */
  readonly name: string
  readonly routes: readonly AnyRoute[]
  readonly navigation?: {
    readonly to: string
    readonly icon: IconName
    /** Pressed after `g`. */
    readonly key: string
    /** Who sees it; by default everybody. */
    readonly role?: Role
  }
  /** Which of its queries are asked again when the server tells of something. */
  readonly refreshes?: Readonly<Partial<Record<StreamEvent, readonly QueryKey[]>>>
  /** Stands above every page. */
  readonly above?: ComponentType
  /** Stands beside every page, for those who may do at least this. */
  readonly everywhere?: { readonly component: ComponentType; readonly role: Role }
}
