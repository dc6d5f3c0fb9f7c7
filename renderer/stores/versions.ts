import { create } from 'zustand'
import type { VersionNode } from '../../contract/versions.js'
import { request } from '../bridge.js'
import { reportError } from './view.js'

/** All versions of the open conversation, while they are shown; null otherwise. */
export const useVersions = create<{ readonly nodes: readonly VersionNode[] | null }>(() => ({ nodes: null }))

export async function showVersions(conversationId: string): Promise<void> {
  try {
    useVersions.setState({ nodes: await request.listVersions(conversationId) })
  } catch (error) {
    reportError(error)
  }
}

export const closeVersions = () => useVersions.setState({ nodes: null })
