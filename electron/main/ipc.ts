import { BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron'
import { AppError, type Result, toFailure } from '../../contract/errors.js'
import type { Events } from '../../contract/events.js'
import { joinedTexts } from '../../contract/joined-texts.js'
import { adaptMainPort } from '../../contract/main-port.js'
import {
  type RequestHandlers,
  type Requests,
  requestNames,
  type WindowRequestHandlers,
  type WithCloneableAnswers,
} from '../../contract/requests.js'
import { type Acknowledgement, type Packet, sendStream } from '../../contract/stream.js'
import { type Streams, streamNames } from '../../contract/streams.js'
import { windowRequestNames } from '../../contract/window-requests.js'
import { isAllowedWhileLocked } from './lock/allowed-while-locked.js'
import { isLocked, whenUnlocked } from './lock/lock-state.js'
import { report } from './log/report.js'
import { Turns } from './turns.js'
import { appOrigin } from './window/scheme.js'
import { findWindow, isOwnPage, openWindows } from './window/windows.js'

/** True for the top frame of a window of the app, on the app's own scheme. */
function isFromOwnWindow(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && frame.url.startsWith(appOrigin) && isOwnPage(event.sender)
}

/**
 * Handles every request of the contract. A sender that is not a window of the app gets `refused`. A burst of requests lets
 * the event loop run in between; requests of one name start in the order in which they came.
 * @param ofWindow those of a window about itself, which get the window first
 */
export function handleRequests<H extends RequestHandlers>(
  handlers: H & WithCloneableAnswers<H>,
  ofWindow: WindowRequestHandlers<BrowserWindow>,
): void {
  const turns = new Turns()
  const all = { ...handlers, ...ofWindow }
  for (const name of Object.keys(requestNames) as (keyof Requests)[]) {
    const isOfWindow = Object.hasOwn(windowRequestNames, name)
    const handler = all[name] as (...args: unknown[]) => Promise<unknown>
    ipcMain.handle(`request:${name}`, async (event, ...args): Promise<Result<unknown>> => {
      try {
        const window = BrowserWindow.fromWebContents(event.sender)
        if (!window || !isFromOwnWindow(event))
          throw new AppError('refused', `Only a window of Parley can request ${name}.`)
        if (isLocked() && !isAllowedWhileLocked(name))
          throw new AppError('locked', 'Parley is locked. Unlock it first.')
        const given = isOfWindow ? [window, ...args] : args
        return { ok: true, value: await turns.run(name, () => handler.apply(all, given)) }
      } catch (error) {
        const failure = toFailure(error)
        if (failure.code === 'unknown') report(`The request ${name} failed.` as const, error)
        return failure
      }
    })
  }
}

type Sources = {
  readonly [K in keyof Streams]: (
    request: Streams[K]['request'],
    signal: AbortSignal,
  ) => AsyncIterable<Streams[K]['event']>
}

type Pack<T> = (events: readonly T[]) => readonly T[]

const packs: { readonly [K in keyof Streams]?: Pack<Streams[K]['event']> } = { conversation: joinedTexts }

/** Serves every stream of the contract over the port that its message carries. */
export function handleStreams(sources: Sources): void {
  for (const name of Object.keys(streamNames) as (keyof Streams)[]) {
    ipcMain.on(`stream:${name}`, (event, request) => {
      const port = event.ports[0]
      if (!port) return
      if (!isFromOwnWindow(event) || isLocked()) return port.close()
      void sendStream(
        adaptMainPort<Packet<Streams[typeof name]['event']>, Acknowledgement>(port),
        (signal) => sources[name](request, signal),
        packs[name] as Pack<Streams[typeof name]['event']> | undefined,
      )
    })
  }
}

/** Sends an event to every open window. While Parley is locked, to none: each loads everything when it is unlocked. */
export function emit<K extends keyof Events>(name: K, event: Events[K]): void {
  if (isLocked()) return
  for (const window of openWindows()) window.webContents.send(`event:${name}`, event)
}

/** Sends an event to every open main window but one. */
export function emitToOthers<K extends keyof Events>(window: BrowserWindow, name: K, event: Events[K]): void {
  if (isLocked()) return
  for (const other of openWindows('main')) if (other !== window) emitTo(other, name, event)
}

/** Sends an event to the main window that was used last, if there is one. */
export function emitToFront<K extends keyof Events>(name: K, event: Events[K]): void {
  const window = findWindow('main')
  if (!isLocked()) window?.webContents.send(`event:${name}`, event)
  else if (window) emitTo(window, name, event)
}

/** Sends an event to one window, once its page is loaded and Parley is unlocked. */
export function emitTo<K extends keyof Events>(window: BrowserWindow, name: K, event: Events[K]): void {
  whenUnlocked(() => {
    if (window.isDestroyed()) return
    const { webContents } = window
    const send = () => webContents.send(`event:${name}`, event)
    if (webContents.isLoadingMainFrame()) webContents.once('did-finish-load', send)
    else send()
  })
}
