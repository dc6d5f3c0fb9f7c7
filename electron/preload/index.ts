import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from '../../contract/bridge.js'
import { eventNames } from '../../contract/events.js'
import { requestNames } from '../../contract/requests.js'
import { type Acknowledgement, type Packet, type Port, receiveStream } from '../../contract/stream.js'
import { streamNames } from '../../contract/streams.js'
import { removeWebRtc } from './remove-webrtc.js'

removeWebRtc()

const mapNames = (names: object, make: (name: string) => unknown) =>
  Object.fromEntries(Object.keys(names).map((name) => [name, make(name)]))

const portOf = (port: MessagePort): Port<Acknowledgement, Packet<unknown>> => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => {
    port.onmessage = (event) => listener(event.data)
  },
  onClose: (listener) => port.addEventListener('close', listener),
  close: () => port.close(),
})

const connectionClosed = { ok: false, code: 'unknown', message: 'Parley closed this connection.' } as const

const bridge = {
  platform: process.platform,
  request: mapNames(
    requestNames,
    (name) =>
      (...args: unknown[]) =>
        ipcRenderer.invoke(`request:${name}`, ...args),
  ),
  on: mapNames(eventNames, (name) => (listener: (event: unknown) => void) => {
    const handler = (_: unknown, event: unknown) => listener(event)
    ipcRenderer.on(`event:${name}`, handler)
    return () => {
      ipcRenderer.off(`event:${name}`, handler)
    }
  }),
  open: mapNames(streamNames, (name) => (request: unknown, onPacket: (packet: Packet<unknown>) => Promise<void>) => {
    const { port1, port2 } = new MessageChannel()
    ipcRenderer.postMessage(`stream:${name}`, request, [port2])
    return receiveStream(portOf(port1), onPacket, connectionClosed)
  }),
} as unknown as Bridge

contextBridge.exposeInMainWorld('parley', bridge)
