import { useModels } from '../stores/models.js'

export const demoLine = 'a tiny demonstration model; get gpt-oss for real work'

/** The name of the model below the composer. The demonstration model always says what it is. */
export function ModelLine({ platform }: { readonly platform: string }) {
  const model = useModels((state) => state.model)
  const privacy = `Everything stays on this ${platform === 'darwin' ? 'Mac' : 'computer'}.`
  if (!model) return <p className="model-line">{privacy}</p>
  return <p className="model-line">{model.isDemo ? `${model.name}: ${demoLine}` : `${model.name} · ${privacy}`}</p>
}
