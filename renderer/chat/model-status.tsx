import { useModels } from '../stores/models.js'
import { formatNumber } from '../ui/words.js'
import { demoLine } from './model-line.js'

const words = {
  starting: 'Starting',
  loading: 'Loading',
  ready: 'Ready',
  restarting: 'Starting again',
  unloaded: 'Not loaded',
  failed: 'Not running',
} as const

/** At the right of the toolbar: which model, and how it is. */
export function ModelStatus() {
  const status = useModels((state) => state.status)
  const model = useModels((state) => state.model)
  const percent =
    status.state === 'loading' && status.totalBytes > 0
      ? ` ${Math.floor((status.doneBytes / status.totalBytes) * 100)} %`
      : ''
  const name = model?.name ?? 'Model'
  const rest = model?.longestContext ? ` of ${formatNumber(model.longestContext)}, as many as there is memory for` : ''
  const tip = model
    ? `${model.isDemo ? `${demoLine}. ` : ''}Context of ${formatNumber(model.contextLength)} tokens${rest}`
    : words[status.state]
  return (
    <div className="model-status number" data-tip={tip}>
      <span className="model-status-dot" data-state={status.state} aria-hidden="true" />
      <span className="model-status-name">{name}</span>
      {status.state === 'ready' ? (
        <span className="hidden">{words.ready}</span>
      ) : (
        <span className="model-status-words">
          {words[status.state]}
          {percent}
        </span>
      )}
    </div>
  )
}
