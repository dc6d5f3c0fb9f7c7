import type { Bridge } from '../../contract/bridge.js'
import type { AssistantMessage, Conversation } from '../../contract/chat.js'
import { AppError, toFailure } from '../../contract/errors.js'
import type { Events } from '../../contract/events.js'
import type { EngineStatus, Model } from '../../contract/models.js'
import type { Requests, ViewState } from '../../contract/requests.js'
import { initialSettings } from '../../contract/settings.js'
import type { Batch } from '../../contract/stream.js'
import type { TranscriptChange, TranscriptEvent } from '../../contract/streams.js'
import { conversations, jobs, longReply, messages, now, presets, question, reply } from './samples.js'

const demo: Model = {
  name: 'Parley Demo (tiny)',
  isDemo: true,
  contextLength: 2_048,
  quantization: 'mxfp4',
  weightBytes: 4_000_000,
}

const engines: Record<string, EngineStatus> = {
  ready: { state: 'ready', model: demo },
  loading: { state: 'loading', doneBytes: 5_400_000_000, totalBytes: 12_000_000_000 },
  unloaded: { state: 'unloaded' },
  restarting: { state: 'restarting', message: 'The model stopped. Your text is saved. It is starting again.' },
  failed: {
    state: 'failed',
    code: 'out-of-memory',
    message: 'Not enough memory: this model needs 61 GB and 38 GB can be freed.',
  },
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Stands in for preload and main. `?open=c0&empty&engine=failed&platform=darwin&many=1000&error` choose what is shown. */
export function makeDouble(options: URLSearchParams): Bridge {
  const listeners: { [K in keyof Events]?: Set<(event: Events[K]) => void> } = {}
  const subscribers = new Map<string, Set<(change: TranscriptChange) => void>>()
  let list = options.has('empty') ? [] : [...conversations]
  const many = Number(options.get('many') ?? 0)
  for (let index = 0; index < many; index++) {
    list.push({
      ...(conversations[9] as Conversation),
      id: `x${index}`,
      title: `Old conversation ${index}`,
      updatedAt: now - (60 + index) * 86_400_000,
    })
  }
  const view: ViewState = {
    conversationId: options.get('open'),
    sidebarOpen: !options.has('closed'),
    sidebarWidth: 260,
    textScale: Number(options.get('scale') ?? 100),
  }
  const emit = <K extends keyof Events>(name: K, event: Events[K]) => {
    for (const listener of listeners[name] ?? []) listener(event)
  }
  const publish = (id: string, change: TranscriptChange) => {
    messages[id] ??= []
    const all = messages[id]
    if (change.type === 'message') {
      const index = all.findIndex((message) => message.id === change.message.id)
      if (index < 0) all.push(change.message)
      else all[index] = change.message
    }
    if (change.type === 'state' || change.type === 'text') {
      const index = all.findIndex((message) => message.id === change.messageId)
      const message = all[index]
      if (message?.role === 'assistant') {
        const key = change.type === 'text' && change.channel === 'reasoning' ? 'reasoning' : 'text'
        all[index] =
          change.type === 'state'
            ? { ...message, state: change.state }
            : { ...message, [key]: message[key] + change.text }
      }
    }
    if (change.type === 'branch') {
      const kept = all.findIndex((message) => message.id === change.afterId) + 1
      messages[id] = [...all.slice(0, kept), ...change.messages]
    }
    for (const push of subscribers.get(id) ?? []) push(change)
  }
  const update = (id: string, change: Partial<Conversation>) => {
    const next = { ...list.find((each) => each.id === id), ...change } as Conversation
    list = [next, ...list.filter((each) => each.id !== id)].sort((a, b) => b.updatedAt - a.updatedAt)
    emit('conversationChanged', next)
  }
  const stopped = new Set<string>()
  let settings = initialSettings

  async function run(id: string, text: string) {
    stopped.delete(id)
    let message: AssistantMessage = reply(id, { state: 'waiting', statistics: undefined })
    publish(id, { type: 'message', message })
    update(id, { isBusy: true, updatedAt: Date.now() })
    await wait(60)
    const state = (next: Extract<TranscriptChange, { type: 'state' }>) => publish(id, next)
    if (/queue/.test(text)) {
      emit('queueChanged', [{ id: 'q', purpose: 'reply', conversationId: id, targetId: message.id, place: 2 }])
      await wait(3_000)
    }
    if (/read/.test(text)) {
      for (let done = 0; done < 9_800 && !stopped.has(id); done += 350) {
        state({ type: 'state', messageId: message.id, state: 'reading', reading: { done, total: 9_800 } })
        await wait(120)
      }
    }
    state({ type: 'state', messageId: message.id, state: 'thinking' })
    for (const word of 'The user asks. I think about it for a little while, and then I answer.'.split(/(?<= )/)) {
      if (stopped.has(id)) break
      publish(id, { type: 'text', messageId: message.id, channel: 'reasoning', text: word })
      message = { ...message, reasoning: message.reasoning + word }
      await wait(/slow/.test(text) ? 250 : 40)
    }
    state({ type: 'state', messageId: message.id, state: 'writing' })
    const answer = /huge/.test(text) ? longReply.repeat(30) : longReply
    const step = /huge/.test(text) ? 60 : 4
    for (let start = 0; start < answer.length && !stopped.has(id); start += step) {
      const piece = answer.slice(start, start + step)
      publish(id, { type: 'text', messageId: message.id, channel: 'answer', text: piece })
      message = { ...message, text: message.text + piece }
      await wait(8)
    }
    publish(id, {
      type: 'message',
      message: { ...message, state: stopped.has(id) ? 'stopped' : 'done', reasoningMs: 3_000 },
    })
    update(id, { isBusy: false })
  }

  const request: Partial<Requests> = {
    listConversations: async () => list.filter((each) => each.trashedAt === undefined),
    listTrash: async () => list.filter((each) => each.trashedAt !== undefined),
    searchConversations: async (query) =>
      list
        .filter((each) => `${each.title}the old ferry`.toLowerCase().includes(query.toLowerCase()))
        .map((conversation) => ({
          conversation,
          snippet: '… the old ferry was repaired by the harbour office …',
          matches: [[6, 9]] as const,
        })),
    async sendMessage(conversationId, text) {
      await wait(5)
      if (options.has('error')) throw Object.assign(new Error('The disk is full.'), { code: 'disk-full' })
      const id = conversationId ?? `n${Date.now()}`
      if (conversationId === null)
        update(id, {
          id,
          title: text.slice(0, 40),
          createdAt: Date.now(),
          updatedAt: Date.now(),
          isBusy: true,
          isUnread: false,
        })
      const message = question(id, text)
      publish(id, { type: 'message', message })
      void run(id, text)
      return { conversationId: id, messageId: message.id }
    },
    stopReply: async (id) => void stopped.add(id),
    async regenerateReply(messageId) {
      const id = Object.keys(messages).find((key) => messages[key]?.some((message) => message.id === messageId)) ?? ''
      const before = messages[id]?.at((messages[id]?.findIndex((message) => message.id === messageId) ?? 0) - 1)
      publish(id, { type: 'branch', afterId: before?.id ?? null, messages: [], cuts: [] })
      void run(id, '')
    },
    renameConversation: async (id, title) => update(id, { title }),
    trashConversation: async (id) => update(id, { trashedAt: Date.now() }),
    restoreConversation: async (id) => update(id, { trashedAt: undefined }),
    async emptyTrash() {
      for (const { id } of list.filter((each) => each.trashedAt !== undefined)) emit('conversationRemoved', { id })
      list = list.filter((each) => each.trashedAt === undefined)
      return true
    },
    saveDraft: async () => {},
    loadDraft: async () => options.get('draft') ?? '',
    addDocuments: async () => ({ conversationId: 'c3', refused: [] }),
    pickDocuments: async () => ({
      conversationId: 'c3',
      refused: [{ name: 'letter.pdf', message: "Parley can't read PDF files yet." }],
    }),
    pauseJob: async (id) => setJob(id, 'paused'),
    resumeJob: async (id) => setJob(id, 'running'),
    readPage: async (jobId, page) => ({
      jobId,
      page,
      passages:
        page === 4
          ? []
          : Array.from(
              { length: 8 },
              (_, index) =>
                `Passage ${index + 1} on page ${page}. The old ferry was repaired by the harbour office in March. It carries 40 people. The work took six weeks.`,
            ),
    }),
    getSettings: async () => settings,
    async saveSettings(value) {
      await wait(5)
      if (options.has('error')) throw new AppError('disk-full', 'There is no space left on the disk.')
      settings = value
      emit('settingsChanged', settings)
    },
    listPresets: async () => presets,
    getQueue: async () => [],
    openSettings: async () => void window.open('?settings'),
    closeSettings: async () => window.close(),
    fitSettings: async () => {},
    getEngineStatus: async () => engines[options.get('engine') ?? 'ready'] as EngineStatus,
    loadModel: async () => emit('engineStatus', engines.loading as EngineStatus),
    unloadModel: async () => emit('engineStatus', engines.unloaded as EngineStatus),
    copyText: async (text) => navigator.clipboard?.writeText(text).catch(() => {}),
    openLink: async (url) => console.info('open', url),
    loadView: async () => view,
    saveView: async () => {},
  }
  async function setJob(id: string, state: 'paused' | 'running') {
    const job = jobs.find((each) => each.id === id)
    if (job) publish('c3', { type: 'job', job: { ...job, state, error: undefined } })
  }

  const wire = Object.fromEntries(
    Object.entries(request).map(([name, ask]) => [
      name,
      async (...args: never[]) => {
        try {
          return { ok: true, value: await (ask as (...all: never[]) => Promise<unknown>)(...args) }
        } catch (error) {
          return toFailure(error)
        }
      },
    ]),
  )

  const open = {
    conversation(
      { conversationId }: { conversationId: string },
      onBatch: (batch: Batch<TranscriptEvent>) => Promise<void>,
    ) {
      let sequence = 0
      let waiting: TranscriptEvent[] = []
      let isInFlight = false
      const flush = async () => {
        if (isInFlight || waiting.length === 0) return
        isInFlight = true
        const events = waiting
        waiting = []
        await onBatch({ events })
        isInFlight = false
        void flush()
      }
      const push = (change: TranscriptChange) => {
        waiting.push({ ...change, sequence: sequence++ })
        void flush()
      }
      const all = subscribers.get(conversationId) ?? new Set()
      subscribers.set(conversationId, all.add(push))
      push({
        type: 'snapshot',
        transcript: {
          conversationId,
          messages: [...(messages[conversationId] ?? [])],
          jobs,
          draft: '',
          settings: initialSettings.defaults,
          cuts: [],
        },
      })
      return () => void all.delete(push)
    },
  }
  const on = new Proxy({} as Bridge['on'], {
    get: (_, name: keyof Events) => (listener: (event: never) => void) => {
      const known = listeners as Record<string, Set<(event: never) => void>>
      known[name] ??= new Set()
      const all = known[name]
      all.add(listener)
      return () => all.delete(listener)
    },
  })
  Object.assign(window, { emit })
  return { platform: options.get('platform') ?? 'linux', request: wire, on, open } as unknown as Bridge
}
