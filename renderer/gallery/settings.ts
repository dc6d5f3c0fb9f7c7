import { AppError } from '../../contract/errors.js'
import type { Requests } from '../../contract/requests.js'
import type { Preset } from '../../contract/settings.js'
import type { Task } from '../../contract/tasks.js'
import { initialView, type ViewState } from '../../contract/view.js'
import { presets as samples } from './samples.js'
import type { World } from './world.js'

type RequestName =
  | 'openSettings'
  | 'closeSettings'
  | 'fitSettings'
  | 'getSettings'
  | 'saveSettings'
  | 'listNetworkAttempts'
  | 'listPresets'
  | 'savePreset'
  | 'renamePreset'
  | 'deletePreset'
  | 'listTasks'
  | 'saveTask'
  | 'removeTask'
  | 'copyText'
  | 'openLink'
  | 'loadView'
  | 'nameUndo'
  | 'saveView'

const discharge: Task = {
  id: 't1',
  name: 'Letter of discharge',
  prompt: 'Write a letter of discharge for {patient} after {treatment}.',
}

/** The requests for settings, presets, the view and the system. */
export function settingsRequests(world: World): Pick<Requests, RequestName> {
  const { options } = world
  let presets = samples
  const setPresets = (next: readonly Preset[]) => {
    presets = [...next].sort((a, b) => a.name.localeCompare(b.name))
    world.emit('presetsChanged', presets)
  }
  let tasks: readonly Task[] = options.has('tasks') ? [discharge] : []
  const setTasks = (next: readonly Task[]) => {
    tasks = next
    world.emit('tasksChanged', tasks)
  }
  const view: ViewState = {
    ...initialView,
    conversationId: options.get('open'),
    sidebarOpen: !options.has('closed'),
    textScale: Number(options.get('scale') ?? initialView.textScale),
  }
  return {
    nameUndo: async () => {},
    openSettings: async () => void window.open('?settings'),
    closeSettings: async () => window.close(),
    fitSettings: async () => {},
    getSettings: async () => world.settings,
    async saveSettings(settings) {
      world.write()
      world.settings = settings
      world.emit('settingsChanged', settings)
    },
    listNetworkAttempts: async () => [],
    listPresets: async () => presets,
    async savePreset(name, settings) {
      const replaced = presets.find((each) => each.name === name)
      const preset = { id: replaced?.id ?? `p${Date.now()}`, name, settings }
      setPresets([...presets.filter(({ id }) => id !== preset.id), preset])
      return { preset, ...(replaced && { replaced }) }
    },
    async renamePreset(id, name) {
      if (presets.some((each) => each.name === name && each.id !== id)) {
        throw new AppError('refused', 'Another preset has this name.')
      }
      setPresets(presets.map((each) => (each.id === id ? { ...each, name } : each)))
    },
    deletePreset: async (id) => setPresets(presets.filter((each) => each.id !== id)),
    listTasks: async () => tasks,
    async saveTask(task) {
      world.write()
      setTasks([...tasks.filter(({ id }) => id !== task.id), task])
    },
    removeTask: async (id) => setTasks(tasks.filter((task) => task.id !== id)),
    copyText: (text) => navigator.clipboard.writeText(text),
    openLink: async (url) => console.info('open', url),
    loadView: async () => view,
    saveView: async () => {},
  }
}
