import { join } from 'node:path'
import { nativeTheme, powerMonitor, session, shell } from 'electron'
import type { AssistantMessage } from '../../contract/chat.js'
import type { MainNotice } from '../../contract/events.js'
import type { AppCommand, MenuCommand } from '../../contract/menu.js'
import type { Settings } from '../../contract/settings.js'
import { summaryAsText } from '../../contract/summary-text.js'
import { createDocumentWork } from './documents/document-work.js'
import { windowsCleared } from './documents/hidden-window.js'
import { JobModels } from './documents/job-models.js'
import type { OpenedFiles } from './documents/opened-files.js'
import { createDownloads } from './downloads/service/create-downloads.js'
import { EngineHost } from './engine/engine-host.js'
import { EngineQueue } from './engine/engine-queue.js'
import { ContentFilter } from './filter/content-filter.js'
import { createFilterModels } from './filter/filter-models.js'
import { emit, emitTo, emitToFront, handleRequests, handleStreams } from './ipc.js'
import { createLock } from './lock/create-lock.js'
import type { LogFile } from './log/log-file.js'
import { report } from './log/report.js'
import { createIdleUnload } from './models/create-idle-unload.js'
import { FoundModels } from './models/found/found-models.js'
import { placesOf } from './models/found/places.js'
import { inspectFolder, ProcessInspector, stopInspections } from './models/inspect-folder.js'
import { ModelList } from './models/model-list.js'
import { Models, toLoad } from './models/models.js'
import { ModelSpeeds } from './models/speed/model-speeds.js'
import { networkAttempts } from './network/attempts.js'
import { bundlePath, givenModels } from './paths.js'
import { createRequests } from './requests/requests.js'
import { createWindowRequests } from './requests/window-requests.js'
import { createReviews } from './reviews/create-reviews.js'
import { ContextMeter } from './runs/context.js'
import { snapshotOf } from './runs/conversation-snapshot.js'
import { Cuts } from './runs/cuts.js'
import { createToldDocuments } from './runs/document-views.js'
import { publishMessage } from './runs/publish-message.js'
import { QueuedMessages } from './runs/queued-messages.js'
import { Replies } from './runs/replies.js'
import { Runs } from './runs/runs.js'
import { Titles } from './runs/titles.js'
import { TranscriptFeed } from './runs/transcript-feed.js'
import { SettingsFile } from './settings/settings.js'
import { shutDownBeforeQuit } from './shut-down.js'
import { BackupList } from './store/backup/backup-list.js'
import { openStore } from './store/open-store.js'
import { StoreCare } from './store/store-care.js'
import { excludeFromTimeMachine } from './support/exclude-from-time-machine.js'
import { makeDiagnostics } from './support/make-diagnostics.js'
import { runSmokeTest } from './testing/smoke.js'
import { expiredWords, keepExpiring } from './trash/expire-trash.js'
import { oncePerTurn } from './turns.js'
import { createUpdates } from './updates/create-updates.js'
import { followDock } from './window/dock-menu.js'
import { KeepAwake } from './window/keep-awake.js'
import { MainWindows } from './window/main-windows.js'
import { buildMenu } from './window/menu.js'
import { type EndedWork, notifyEnd } from './window/notify-end.js'
import { QuickEntry } from './window/quick-entry.js'
import { sayAtStart } from './window/say-at-start.js'
import { registerScheme } from './window/scheme.js'
import { showSettingsWindow } from './window/settings-window.js'
import { ViewStateFile } from './window/view-state.js'
import { closeWindows, openWindows } from './window/windows.js'

/** Builds the app in a data folder and opens its main windows. */
export async function startApp(
  folder: string,
  openedFiles: OpenedFiles,
  log: LogFile,
  notices: readonly string[],
): Promise<MainWindows> {
  const viewState = new ViewStateFile(folder)
  const settings = new SettingsFile(folder)
  const mainWindows = new MainWindows(viewState, () => settings.value.opensAtStart)
  const notice = (message: string, tone: MainNotice['tone']) => emitToFront('notice', { message, tone })
  const updates = createUpdates({
    dataFolder: folder,
    settings: () => settings.value,
    onChange: (state) => emit('updateChanged', state),
    onReady: (message) => notice(message, 'info'),
  })
  const onSettings = ({ appearance }: Settings) => {
    nativeTheme.themeSource = appearance
    updates.onSwitch()
  }
  onSettings(settings.value)
  const lock = createLock(() => settings.value)
  registerScheme(session.defaultSession)
  // The window loads while the rest is made. Main takes its requests when this function returns.
  const window = mainWindows.restore()
  const store = openStore(folder, { searchScript: bundlePath('main', 'search.cjs') })
  const quickEntry = new QuickEntry(() => mainWindows.show())
  const queue = new EngineQueue(oncePerTurn(() => emit('queueChanged', queue.entries)))
  const list = new ModelList(folder, givenModels())
  const engine = new EngineHost(toLoad(list.chosen))
  const others = new FoundModels(placesOf(), () => new ProcessInspector())
  const models = new Models({
    list,
    engine,
    queue,
    inspect: inspectFolder,
    findOthers: () => others.find(),
    isOwnFolder: (path) => downloads.isOwnFolder(path),
    trash: (path) => shell.trashItem(path),
    onChange: (choice) => emit('modelsChanged', choice),
    onRemark: (message) => notice(message, 'info'),
  })
  const speeds = new ModelSpeeds({ dataFolder: folder, engine, queue, models })
  const filterModels = createFilterModels(models, engine)
  const feed = new TranscriptFeed()
  const keepAwake = new KeepAwake()
  const isWorking = () => !runs.isIdle || !filter.isIdle || !cuts.isIdle || documents.isBusy || !batches.isIdle
  const onWork = () => keepAwake.set(isWorking() || downloads.isBusy)
  const idleUnload = createIdleUnload(
    engine,
    () => isWorking() || queue.entries.length > 0,
    () => settings.value,
  )
  const {
    downloads,
    checks,
    hubToken,
    feed: downloadFeed,
  } = createDownloads({
    dataFolder: folder,
    isNetworkOn: () => settings.value.network,
    addModel: (path) => models.add(path),
    onTell({ progress }) {
      for (const window of openWindows('main')) window.setProgressBar(progress ?? -1) // in the Dock
      onWork()
    },
  })

  let onListed = () => {}
  const onConversation = (...ids: readonly string[]) => {
    onListed()
    emit(
      'conversationsChanged',
      ids.map((id) => store.conversations.get(id)),
    )
    onWork()
  }
  const told = createToldDocuments(store, (jobId) => {
    const job = store.jobs.get(jobId)
    return job.state === 'done'
      ? { name: job.name, text: summaryAsText({ ...job, form: job.options.form }) }
      : undefined
  })
  const openConversation = (id: string) => mainWindows.showConversation(id)
  const tellOfEnd = (what: EndedWork['what'], conversationId: string, isDone: boolean) => {
    if (!settings.value.notifiesOfEnds) return
    const { title } = store.conversations.get(conversationId)
    notifyEnd({ what, isDone, title, open: () => openConversation(conversationId) })
  }
  const jobModels = new JobModels({
    loadedId: () => models.loadedId,
    modelIdOf: (conversationId) => replies.modelOf(conversationId).id,
    load: (conversationId) => replies.loadModel(conversationId),
  })
  const onUnsaved = (message: string) => notice(message, 'danger')
  const filter = new ContentFilter({
    store,
    engine,
    queue,
    models: filterModels,
    settings: () => settings.value,
    onMessage: (message) => feed.publish(message.conversationId, { type: 'message', message }),
    onWork: () => onWork(),
  })
  const runs: Runs = new Runs({
    store,
    engine,
    queue,
    feed,
    told,
    viewDocuments: (...args) => views.forReply(...args),
    requestModel: (modelId) => models.use(modelId),
    promiseModel: () => models.promise(),
    filter,
    onConversation,
    onEnd: (reply) => {
      const { conversationId, state } = reply
      if (state === 'done') titles.consider(conversationId)
      if (state !== 'stopped') tellOfEnd('reply', conversationId, state === 'done')
      filter.onEnd(reply)
      queued.onEnd(reply)
    },
    onUnsaved,
  })
  const { documents, drawings, views, batches, onDocumentSent } = createDocumentWork({
    dataFolder: folder,
    store,
    engine,
    queue,
    feed,
    settings,
    models: jobModels,
    onMessage: (message) => publishMessage({ store, feed, runs, cuts }, message),
    onConversation,
    onWork,
    tellOfEnd,
  })
  const meter = new ContextMeter(engine, told, views)
  const replies = new Replies({
    store,
    models,
    runs,
    told,
    views,
    feed,
    settings: () => settings.value,
    onDocumentSent,
    onConversation,
  })
  const queued: QueuedMessages = new QueuedMessages({ store, runs, replies, feed, onRefused: onUnsaved })
  const cuts: Cuts = new Cuts({
    store,
    engine,
    queue,
    feed,
    runs,
    replies,
    meter,
    told,
    onConversation,
    onUnsaved,
  })
  const titles = new Titles({ store, engine, queue, settings: () => settings.value, onConversation })
  const onReview = (message: AssistantMessage) => feed.publish(message.conversationId, { type: 'message', message })
  const reviews = createReviews({ store, engine, queue, replies, onReview })
  const backups: BackupList = new BackupList(folder, () => emit('backupsChanged', backups.list()))
  const runAppCommand = (command: AppCommand) => appCommands[command]()
  const appCommands: Readonly<Record<AppCommand, () => void>> = {
    'new-window': () => void mainWindows.open(),
    'new-tab': () => mainWindows.openTab(),
    lock: () => void (lock.isOn ? lock.lock() : showSettingsWindow(viewState, 'Privacy & network')),
    'quick-entry': () => quickEntry.toggle(),
    diagnostics: () => void showSettingsWindow(viewState, 'Advanced'),
  }
  runs.closeInterrupted()
  filter.closeInterrupted()
  cuts.removeInterrupted()
  handleRequests(
    createRequests({
      store,
      engine,
      queue,
      runs,
      replies,
      queued,
      filter,
      filterModels,
      cuts,
      titles,
      meter,
      documents,
      drawings,
      openedFiles,
      batches,
      settings,
      lock,
      models,
      speeds,
      mainWindows,
      downloads,
      checks,
      hubToken,
      onDownloads: () => downloadFeed.changed(),
      onNetworkSwitch: () => void downloads.onNetworkSwitch(),
      onSettings(value) {
        onSettings(value)
        idleUnload.plan()
        lock.planIdle()
      },
      takeKeys: (keys) => quickEntry.setKeys(keys),
      quickEntry,
      openConversation,
      dataFolder: folder,
      updates,
      makeDiagnostics: () => makeDiagnostics({ folder, log, engine, settings }),
      showSettings: () => showSettingsWindow(viewState),
      backups,
      ...reviews,
      onReview,
      onConversation,
      onConversations: () => emit('listsChanged', null),
      onFolders: (folders) => emit('foldersChanged', folders),
      onConversationSettings: (ids) => {
        for (const id of ids ?? feed.watched)
          feed.publish(id, {
            type: 'settings',
            settings: replies.settingsOf(id),
            ownNames: replies.inheritance.ownNames(id),
          })
      },
      onConversationsRemoved: (ids) => emit('conversationsRemoved', ids),
    }),
    createWindowRequests({ store, dataFolder: folder, mainWindows, runAppCommand, nameUndo: (...a) => nameUndo(...a) }),
  )
  handleStreams({
    conversation: ({ conversationId }, signal) => {
      const snapshot = () => {
        if (store.conversations.get(conversationId).isUnread) {
          store.conversations.setUnread(conversationId, false)
          onConversation(conversationId)
        }
        return snapshotOf({ store, runs, documents, batches, replies, cuts, queued }, conversationId)
      }
      return feed.subscribe(conversationId, snapshot, signal)
    },
    downloads: (_, signal) => downloadFeed.follow(signal),
  })
  networkAttempts.onChange(oncePerTurn(() => emit('networkAttempted', networkAttempts.all)))
  engine.onStatus((status) => emit('engineStatus', status))
  const send = (command: MenuCommand) => emitTo(mainWindows.show(), 'menuCommand', command)
  const stop = (id: string) => void runs.stop(id)
  onListed = followDock((limit) => store.conversations.list(undefined, limit), {
    send,
    openWindow: () => runAppCommand('new-window'),
    open: openConversation,
    stop,
  })
  const nameUndo = buildMenu({
    send,
    run: runAppCommand,
    showSettings: (pane) => showSettingsWindow(viewState, pane),
    dataFolder: folder,
  })

  powerMonitor.on('suspend', () => engine.pause())
  powerMonitor.on('resume', () => {
    engine.resume()
    downloads.retry()
  })
  const onRepair = (message: string) => {
    notice(message, 'warning')
    emit('conversationsChanged', [...store.conversations.list(), ...store.conversations.listTrash()])
    feed.resend()
  }
  const care = new StoreCare(store, onRepair, () => emit('searchComplete', null))
  let stopExpiring = () => {}
  shutDownBeforeQuit(
    async () => {
      mainWindows.quit()
      openedFiles.stopListening()
      updates.stop()
      lock.stop()
      await closeWindows()
      await store.stopSearching()
      care.stop()
      stopExpiring()
      idleUnload.stop()
      checks.stop()
      queued.close()
      await Promise.all([runs.stopAll(), filter.stopAll(), cuts.stopAll(), titles.stopAll(), reviews.stopAll()])
      await Promise.all([batches.stop(), downloads.stop(), speeds.stop()])
      await Promise.all([documents.stop(), drawings.close()])
      await windowsCleared()
      engine.stop()
      stopInspections()
      // First, because the check of a very large store may take until the deadline.
      await store.backUp()
      await store.checkDone()
    },
    () => store.close(),
  )

  // What takes processor time begins when the window is drawn.
  mainWindows.onceLoaded(window, () => {
    engine.start()
    void models.checkFolders()
    documents.start()
    batches.start()
    downloads.start()
    void downloads.findHalves().catch((error) => report('Half downloads could not be listed.', error))
    updates.start()
    sayAtStart({ done: notices, found: [...store.openingNotices, settings.notice, list.notice], viewState })
    quickEntry.begin(settings.value.quickEntry, (message) => notice(message, 'warning'))
    care.start()
    excludeFromTimeMachine([downloads.folder, join(folder, 'updates')])
    void models.findOthers()
    const onRemoved = (ids: readonly string[]) => emit('conversationsRemoved', ids)
    const expiry = { store, isOn: () => settings.value.emptiesTrash, now: Date.now, onRemoved }
    stopExpiring = keepExpiring(expiry, (count) => {
      notice(expiredWords(count), 'info')
      void documents.sweep()
    })
  })
  openedFiles.listen(() => emitTo(mainWindows.show(), 'filesOpened', null))
  // Requires PARLEY_HOME, because the test adds a conversation to the store.
  if (process.env.PARLEY_SMOKE && process.env.PARLEY_HOME)
    runSmokeTest(process.env.PARLEY_SMOKE, { store, engine, runs, replies })
  return mainWindows
}
