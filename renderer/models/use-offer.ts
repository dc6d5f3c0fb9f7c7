import type { ModelDownload, SuggestedModel } from '../../contract/downloads.js'
import { useDownloads } from '../stores/downloads.js'
import { useModels } from '../stores/models.js'

/** What leads to a real model while there is only the demonstration model. */
export type Offer =
  | { readonly kind: 'model'; readonly model: SuggestedModel }
  /** It is on its way, or has arrived and was not used yet. */
  | { readonly kind: 'download'; readonly download: ModelDownload }

/** Returns undefined once a real model is there, unless it has just been downloaded. */
export function useOffer(): Offer | undefined {
  const hasRealModel = useModels(({ choice }) => choice === null || choice.models.some(({ isDemo }) => !isDemo))
  const suggestion = useDownloads((state) => state.suggestion)
  const models = useModels(({ choice }) => choice?.models)
  // One that was removed again is nothing to use.
  const isThere = ({ status }: ModelDownload) =>
    status.state === 'done' && models?.some(({ id }) => id === status.modelId) === true
  const download = useDownloads(({ downloads }) => (hasRealModel ? downloads.findLast(isThere) : downloads[0]))
  if (download) return { kind: 'download', download }
  return hasRealModel || suggestion === null ? undefined : { kind: 'model', model: suggestion }
}
