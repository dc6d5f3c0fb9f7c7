import './model-menu.css'
import { ChevronDown } from 'lucide-react'
import type { ModelDownload } from '../../contract/downloads.js'
import { formatBytes } from '../../contract/format-bytes.js'
import type { EngineStatus, KnownModel, Model } from '../../contract/models.js'
import { startDownload, useDownloads } from '../stores/downloads.js'
import { addModel, chooseModel, loadModel, lookForModels, unloadModel, useModels } from '../stores/models.js'
import { openSettings } from '../stores/settings.js'
import { reportError } from '../stores/view.js'
import { useWantedModel, type WantedModel } from '../stores/wanted-model.js'
import { Menu, type MenuEntry } from '../ui/menu.js'
import { MiddleCut } from '../ui/middle-cut.js'
import { formatNumber } from '../ui/words.js'
import { downloadShare } from './download-words.js'
import { demoLine } from './model-line.js'
import { isUsable, modelDetail, unloadedWords } from './model-words.js'
import { type Offer, useOffer } from './use-offer.js'

const stateWords = {
  starting: 'Starting',
  loading: 'Loading',
  ready: 'Ready',
  restarting: 'Starting again',
  unloaded: 'Not loaded',
  failed: 'Not running',
} as const

let trigger: HTMLButtonElement | null = null

/** Opens the menu from elsewhere: the native menu, or a notice that suggests another model. */
export const openModelMenu = () => trigger?.click()

/** At the right of the toolbar: the model, its status, and a menu of the other models. */
export function ModelMenu() {
  const status = useModels((state) => state.status)
  const model = useModels((state) => state.model)
  const choice = useModels((state) => state.choice)
  const wanted = useWantedModel()
  const offer = useOffer()
  const downloads = useDownloads((state) => state.downloads)
  const isNext = useModels(({ queue }) =>
    queue.some(({ purpose, targetId }) => purpose === 'model' && targetId === wanted?.id),
  )
  const loaded = choice?.models.find(({ id }) => id === choice.loadedId)
  const other = wanted && wanted.id !== choice?.loadedId ? wanted : undefined
  // The open conversation has another model, which its next message loads.
  const isIdle = other !== undefined && !isNext
  return (
    <Menu
      label="Model"
      align="end"
      entries={modelEntries(choice?.models ?? [], wanted?.id, status, downloadEntries(offer, downloads))}
      onOpen={() => lookForModels().catch(reportError)}
    >
      <button
        ref={(element) => {
          trigger = element
        }}
        type="button"
        className="model-menu number"
        data-tip={isIdle ? 'Loaded when you send a message' : tipOf(status, model)}
      >
        <span className="hidden">Model:</span>
        <span className="model-menu-dot" data-state={isIdle ? 'unloaded' : status.state} aria-hidden="true" />
        <MiddleCut className="model-menu-name" text={isIdle ? other.name : (model?.name ?? loaded?.name ?? 'Model')} />
        {isIdle ? (
          <span className="model-menu-words">{unloadedWords(other.known)}</span>
        ) : (
          <StatusWords status={status} next={other} />
        )}
        <ChevronDown />
      </button>
    </Menu>
  )
}

function StatusWords({ status, next }: { readonly status: EngineStatus; readonly next: WantedModel | undefined }) {
  if (next) return <MiddleCut className="model-menu-next" text={`then ${next.name}`} />
  if (status.state === 'ready') return <span className="hidden">{stateWords.ready}</span>
  const isCounted = status.state === 'loading' && status.totalBytes > 0
  const percent = isCounted ? ` ${Math.floor((status.doneBytes / status.totalBytes) * 100)} %` : ''
  return <span className="model-menu-words">{stateWords[status.state] + percent}</span>
}

function tipOf(status: EngineStatus, model: Model | null): string {
  if (!model) return stateWords[status.state]
  const context = formatNumber(model.contextLength)
  const contextWords = model.maxContextLength
    ? `Context: ${context} of ${formatNumber(model.maxContextLength)} tokens, limited by memory`
    : `Context: ${context} tokens`
  return model.isDemo ? `${demoLine}. ${contextWords}` : contextWords
}

function modelEntries(
  models: readonly KnownModel[],
  wantedId: string | undefined,
  { state }: EngineStatus,
  arriving: readonly MenuEntry[],
): readonly MenuEntry[] {
  const isStopped = state === 'unloaded' || state === 'failed'
  return [
    ...models.map((model) => ({
      id: model.id,
      section: 'Model',
      label: model.name,
      detail: modelDetail(model),
      isChecked: model.id === wantedId,
      isDisabled: !isUsable(model),
      run: () => chooseModel(model.id),
    })),
    ...arriving,
    { label: 'Add a model…', run: () => void addModel(chooseModel) },
    isStopped ? { label: 'Load', run: loadModel } : { label: 'Unload', run: unloadModel },
  ]
}

/** What is on its way; one that has arrived is among the models. */
function downloadEntries(offer: Offer | undefined, downloads: readonly ModelDownload[]): readonly MenuEntry[] {
  if (offer?.kind === 'model') {
    const { model } = offer
    return [{ label: `Get ${model.name}`, detail: formatBytes(model.bytes), run: () => startDownload(model) }]
  }
  return downloads
    .filter(({ status }) => status.state !== 'done')
    .map((download) => ({
      id: download.id,
      label: `Downloading ${download.name}`,
      detail: downloadShare(download),
      run: openSettings,
    }))
}
