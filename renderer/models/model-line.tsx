import { isFirstScreen, useConversations } from '../stores/conversations.js'
import { useModels } from '../stores/models.js'
import { useWantedModel } from '../stores/wanted-model.js'

export const demoLine = 'a tiny demonstration model; get gpt-oss for real work'

/** The name of the model below the composer, and that it can be wrong. The demonstration model always says what it is. */
export function ModelLine({ platform }: { readonly platform: string }) {
  const model = useModels((state) => state.model)
  // The first screen says it in a place of its own.
  const privacy = useConversations(isFirstScreen) ? '' : privacyLine(platform)
  const wanted = useWantedModel()
  const name = wanted?.name ?? model?.name
  const isDemo = wanted ? wanted.known?.isDemo : model?.isDemo
  const words = isDemo
    ? `${name}: ${demoLine}`
    : [name && `${name} can be wrong: check what matters`, privacy].filter(Boolean).join(' · ')
  return <p className="model-line">{words}</p>
}

export const privacyLine = (platform: string) =>
  `Everything stays on this ${platform === 'darwin' ? 'Mac' : 'computer'}.`
