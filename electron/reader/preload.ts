import { ipcRenderer } from 'electron'

// The page itself gets no power but this port.
ipcRenderer.once('port', ({ ports }) => window.postMessage('port', window.origin, [...ports]))
